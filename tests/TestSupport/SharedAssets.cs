using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Xunit;

namespace OpenVinoFlow.TestSupport;

/// <summary>
/// The test material beside the checkout (<c>../shared</c>, or the folder named by <c>OVFLOW_SHARED</c>): models, images, reference results
/// and OpenVINO runtimes. Tests that need a part of it call one of the <c>Require</c> methods first: the test is skipped with its reason
/// where that part is missing, and fails instead when <c>OVFLOW_REQUIRE_OPENVINO=1</c>.
/// </summary>
public static class SharedAssets
{
    /// <summary>The folder of the solution file, found upwards from the test binaries.</summary>
    public static string RepositoryRoot { get; } = FindRepositoryRoot();

    /// <summary>The folder of the shared material, whether it exists or not.</summary>
    public static string Root { get; } =
        Environment.GetEnvironmentVariable("OVFLOW_SHARED") is { Length: > 0 } configured
            ? Path.GetFullPath(configured)
            : Path.GetFullPath(Path.Combine(RepositoryRoot, "..", "shared"));

    /// <summary>True when a missing runtime or model must fail a test, not skip it.</summary>
    public static bool Mandatory => Environment.GetEnvironmentVariable("OVFLOW_REQUIRE_OPENVINO") == "1";

    private static readonly Lazy<(string? Directory, string Reason)> _runtime = new(LocateRuntime);

    /// <summary>Path of a model of the shared folder; skips (or fails) the test where it is missing.</summary>
    public static string RequireModel(string file) => Require(Path.Combine("models", file));

    /// <summary>Path of a reference result; skips (or fails) the test where it is missing.</summary>
    public static string RequireGolden(string file) => Require(Path.Combine("goldens", file));

    /// <summary>Path of an image file or folder; skips (or fails) the test where it is missing.</summary>
    public static string RequireImages(string path) => Require(Path.Combine("images", path));

    /// <summary>
    /// Folder of OpenVINO's native libraries for tests: <c>OVFLOW_OPENVINO_DIR</c> where it is set, otherwise the shared runtime, which is
    /// unpacked on first use. Test projects with <c>OpenVinoRelease</c> among their assembly's metadata take that release of the shared
    /// runtimes whatever is set. Skips (or fails) the test where there is none. Sets <c>OVFLOW_OPENVINO_DIR</c> for this process.
    /// </summary>
    public static string RequireOpenVino()
    {
        (string? directory, string reason) = _runtime.Value;
        SkipOrFail(directory is not null, reason);
        return directory!;
    }

    private static string Require(string relative)
    {
        string path = Path.Combine(Root, relative);
        SkipOrFail(Path.Exists(path), $"needs {path}, which does not exist (OVFLOW_SHARED names another folder)");
        return path;
    }

    private static void SkipOrFail([DoesNotReturnIf(false)] bool available, string reason)
    {
        if (available)
            return;

        if (Mandatory)
            Assert.Fail($"OVFLOW_REQUIRE_OPENVINO=1, but this test {reason}");

        Assert.Skip(reason);
    }

    private static (string?, string) LocateRuntime()
    {
        const string Variable = "OVFLOW_OPENVINO_DIR";

        string? release = Assembly.GetEntryAssembly()?.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(static data => data.Key == "OpenVinoRelease")?.Value;
        if (release is null && Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } configured)
            return (configured, "");

        string script = Path.Combine(Root, "openvino", "unpack.sh");
        if (!File.Exists(script))
            return (null, release is null ? $"needs OpenVINO: {Variable} is not set and there is no {script}" : $"needs OpenVINO {release}: there is no {script}");

        var start = new ProcessStartInfo("bash", release is null ? [script] : [script, release]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string directory = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        if (process.ExitCode != 0)
            return (null, $"needs OpenVINO: {script} ended with exit code {process.ExitCode}");

        Environment.SetEnvironmentVariable(Variable, directory);
        return (directory, "");
    }

    private static string FindRepositoryRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "OpenVinoFlow.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No OpenVinoFlow.sln above {AppContext.BaseDirectory}: run the tests from a checkout.");
    }
}
