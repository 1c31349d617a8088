using System.Text.Json;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Cli.Tests;

/// <summary>Disks that are full or cannot be written.</summary>
public sealed class DiskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("jsonl: { path: 'DISK/results.jsonl', top_k: 2 }")]
    [InlineData("npy: 'DISK/raw'")]
    public async Task A_disk_that_fills_up_ends_the_run_with_exit_code_1_and_whole_files(string sink)
    {
        using SmallDisk disk = SmallDisk.Mount(kibibytes: 300);
        string config = Configuration(sink.Replace("DISK", disk.Path, StringComparison.Ordinal), 1_000_000);
        Ovflow.Result result = await Ovflow.RunAsync("run", config, "--json");

        Assert.True(result.ExitCode == 1, result.ToString());
        using JsonDocument report = JsonDocument.Parse(result.Output);
        Assert.Equal("faulted", report.RootElement.Text("outcome"));
        Assert.Contains("No space left on device", report.RootElement.Text("reason"), StringComparison.Ordinal);
        Assert.Contains(disk.Path, report.RootElement.Text("reason"), StringComparison.Ordinal);
        Assert.True(report.RootElement.GetProperty("balanced").GetBoolean());

        // What the account calls done may not have reached the disk; what is called committed has.
        long committed = report.RootElement.GetProperty("committed").GetInt64();
        Assert.InRange(committed, 0, report.RootElement.GetProperty("ledger").GetProperty("done").GetInt64());
        foreach (string lines in Directory.EnumerateFiles(disk.Path, "*.jsonl", SearchOption.AllDirectories))
            Assert.InRange(ResultLines.Read(lines).Count, Math.Max(1, committed), long.MaxValue);
    }

    [Fact]
    public async Task A_disk_that_cannot_be_written_is_named_before_anything_runs()
    {
        using SmallDisk disk = SmallDisk.Mount(kibibytes: 300);
        disk.MakeReadOnly();
        Ovflow.Result result = await Ovflow.RunAsync("run", Configuration($"jsonl: {disk.File("results.jsonl")}", 10));

        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.Contains($"{disk.File("results.jsonl")} cannot be written: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_that_cannot_be_written_is_named_before_anything_runs()
    {
        _folder.Write("blocked", "a file");
        Ovflow.Result result = await Ovflow.RunAsync("run", Configuration("jsonl: { path: out.jsonl, top_k: 0 }", 10), "--set", $"report.json={_folder.File("blocked/report.json")}");

        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.Contains("cannot be written", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("out.jsonl")));
    }

    [Fact]
    public async Task Results_are_not_written_through_a_link()
    {
        string victim = _folder.Write("victim", "precious");
        File.CreateSymbolicLink(_folder.File("out.jsonl"), victim);
        Ovflow.Result result = await Ovflow.RunAsync("run", Configuration("jsonl: { path: out.jsonl, top_k: 0 }", 10));

        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.Contains("is a link to", result.Error, StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(victim));
    }

    private string Configuration(string sink, long count) => _folder.Write("flow.yaml", $$"""
        api_version: ovflow/v1
        model: { engine: null }
        source: { synthetic: {{count}} }
        sinks: [ { {{sink}} } ]
        """);
}
