using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Cli.Tests;

/// <summary>The built program, run as a user runs it.</summary>
internal sealed class Ovflow : IDisposable
{
    public const int Sigint = 2;
    public const int Sigterm = 15;

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private Ovflow(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Path of the program, built with the same configuration as this test; <c>OVFLOW_TEST_PROGRAM</c> names another, as for coverage.</summary>
    public static string Path { get; } = Environment.GetEnvironmentVariable("OVFLOW_TEST_PROGRAM") ?? System.IO.Path.Combine(
        SharedAssets.RepositoryRoot,
        "src",
        "Cli",
        "bin",
        new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name,
        new DirectoryInfo(AppContext.BaseDirectory).Name,
        "ovflow");

    /// <summary>Starts the program; environment entries with a null value are removed.</summary>
    public static Ovflow Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, string? input = null)
    {
        var start = new ProcessStartInfo(Path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = input is not null };
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;

        Process process = Process.Start(start)!;
        if (input is not null)
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }

        return new Ovflow(process);
    }

    /// <summary>Runs the program to its end.</summary>
    public static async Task<Result> RunAsync(params string[] arguments)
    {
        using Ovflow program = Start(arguments);
        return await program.WaitAsync(TimeSpan.FromMinutes(2));
    }

    /// <summary>Sends Ctrl-C.</summary>
    public void Interrupt() => Signal(Sigint);

    /// <summary>Sends a signal.</summary>
    public void Signal(int signal) => Assert.Equal(0, Kill(_process.Id, signal));

    /// <summary>The most memory the process has used so far, in bytes; 0 once it has ended. Linux only.</summary>
    public long PeakMemory()
    {
        const string Key = "VmHWM:";
        try
        {
            string? line = File.ReadLines($"/proc/{_process.Id}/status").FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal));
            return line is null ? 0 : 1024 * long.Parse(line[Key.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>Runs to the end; returns the most memory that was seen as well.</summary>
    public async Task<(Result Result, long PeakMemory)> WaitAndMeasureAsync(TimeSpan timeout)
    {
        Task<Result> end = WaitAsync(timeout);
        long peak = 0;
        while (await Task.WhenAny(end, Task.Delay(20)) != end)
            peak = Math.Max(peak, PeakMemory());
        return (await end, peak);
    }

    /// <summary>Ends it at once, without a chance to do anything (SIGKILL). It may have ended by itself.</summary>
    public void Kill() => _process.Kill();

    public async Task<Result> WaitAsync(TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            Assert.Fail($"ovflow was still running after {timeout}.");
        }

        return new Result(_process.ExitCode, await _output, await _error);
    }

    public void Dispose() => _process.Dispose();

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);

    public sealed record Result(int ExitCode, string Output, string Error)
    {
        public override string ToString() => $"exit code {ExitCode}\n--- output\n{Output}\n--- error\n{Error}";
    }
}
