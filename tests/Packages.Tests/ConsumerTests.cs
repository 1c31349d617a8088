using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Packages.Tests;

/// <summary>The packages as somebody else's project meets them: packed into a folder, restored from it, built and run.</summary>
public sealed partial class ConsumerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_program_built_from_the_packages_runs_the_quickstart_sample()
    {
        string feed = _folder.Folder("feed");

        // A version of its own, so that no package cache has it already.
        string version = string.Create(CultureInfo.InvariantCulture, $"0.0.1-test{DateTime.UtcNow.Ticks}");
        foreach (string project in (string[])["Native", "Preprocess", "Pipeline", "OnnxRuntime", "DependencyInjection"])
            await RunAsync(SharedAssets.RepositoryRoot, "dotnet", "pack", $"src/{project}", "-c", "Release", "-o", feed, $"-p:Version={version}", $"-p:BaseOutputPath={_folder.Folder("bin", project)}/", "-p:BuildProjectReferences=true");

        string consumer = _folder.Folder("consumer");
        string source = Path.Combine(AppContext.BaseDirectory, "Consumer");
        File.Copy(Path.Combine(source, "Program.cs"), Path.Combine(consumer, "Program.cs"));
        File.WriteAllText(Path.Combine(consumer, "Consumer.csproj"), File.ReadAllText(Path.Combine(source, "Consumer.csproj.txt")).Replace("VERSION", version, StringComparison.Ordinal));
        await RunAsync(consumer, "dotnet", "restore", "-p:RestoreAdditionalProjectSources=" + feed, "-p:RestorePackagesPath=" + _folder.Folder("packages"), "-p:NuGetAudit=false");

        string output = await RunAsync(
            consumer,
            "dotnet",
            "run",
            "--no-restore",
            "-c",
            "Release",
            "--",
            Path.Combine(SharedAssets.RepositoryRoot, "samples", "quickstart"));

        Match said = ResultLine().Match(output);
        Assert.True(said.Success, output);
        Assert.Equal("96", said.Groups["images"].Value);
        Assert.InRange(int.Parse(said.Groups["right"].Value, CultureInfo.InvariantCulture), 92, 96);
    }

    private static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{await output}\n{await error}");
        return await output;
    }

    [GeneratedRegex("onnxruntime: (?<right>[0-9]+) of (?<images>[0-9]+) right")]
    private static partial Regex ResultLine();
}
