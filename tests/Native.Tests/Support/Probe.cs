using System.Diagnostics;

namespace OpenVinoFlow.Native.Tests.Support;

/// <summary>Runs a scenario in a process of its own.</summary>
internal static class Probe
{
    private static readonly string[] _files =
        ["OpenVinoFlow.Native.Probe.dll", "OpenVinoFlow.Native.Probe.runtimeconfig.json", "OpenVinoFlow.Native.Probe.deps.json", "OpenVinoFlow.Native.dll"];

    /// <summary>Runs it with nothing in the environment that leads to OpenVINO but what is given.</summary>
    public static (int ExitCode, string Output, string Errors) Run(string[] arguments, IReadOnlyDictionary<string, string>? environment = null, string? application = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(application ?? AppContext.BaseDirectory, _files[0]));
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);

        foreach (string variable in (string[])["OVFLOW_OPENVINO_DIR", "INTEL_OPENVINO_DIR", "VIRTUAL_ENV", "CONDA_PREFIX", "LD_LIBRARY_PATH"])
            start.Environment.Remove(variable);

        // A cache of the developer's own must not decide a test.
        start.Environment["XDG_CACHE_HOME"] = "/nonexistent";
        foreach ((string key, string value) in environment ?? new Dictionary<string, string>())
            start.Environment[key] = value;

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(TimeSpan.FromMinutes(20)))
        {
            process.Kill();
            Assert.Fail($"the probe hangs in {string.Join(' ', arguments)}: {output}");
        }

        return (process.ExitCode, output.Trim(), errors.Result.Trim());
    }

    /// <summary>Copies the program into a folder, as an application that is deployed there.</summary>
    public static void Deploy(string folder)
    {
        foreach (string file in _files)
            File.Copy(Path.Combine(AppContext.BaseDirectory, file), Path.Combine(folder, file));
    }
}
