using System.Diagnostics;
using System.Text.Json;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Cli.Tests;

public sealed class CancellationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("completion")]
    [InlineData("input")]
    public async Task Control_C_finishes_what_is_on_its_way_and_keeps_every_line_whole(string order)
    {
        string results = _folder.File("out.jsonl");
        string config = _folder.Write("flow.yaml", $$"""
            api_version: ovflow/v1
            model: { path: {{SharedAssets.RequireModel("efficientnet-lite0.onnx")}}, engine: onnxruntime }
            source: { images: { path: {{SharedAssets.RequireImages("photos")}}, repeat: 1000 } }
            preprocess: { mean: [127], scale: [128] }
            sinks: [ { jsonl: { path: out.jsonl } } ]
            output: { order: {{order}} }
            """);
        using Ovflow program = Ovflow.Start(["run", config, "--json"]);
        await WaitForLinesAsync(results);

        long pressed = Stopwatch.GetTimestamp();
        program.Interrupt();
        Ovflow.Result result = await program.WaitAsync(TimeSpan.FromSeconds(30));
        TestContext.Current.TestOutputHelper?.WriteLine($"ended {Stopwatch.GetElapsedTime(pressed).TotalSeconds:0.00} s after Ctrl-C");

        Assert.Equal(130, result.ExitCode);
        Dictionary<string, JsonElement> lines = ResultLines.Read(results);
        using JsonDocument report = JsonDocument.Parse(result.Output);
        JsonElement ledger = report.RootElement.GetProperty("ledger");
        Assert.Equal("cancelled", report.RootElement.Text("outcome"));
        Assert.Equal(lines.Count, ledger.GetProperty("done").GetInt32());
        Assert.Equal(ledger.GetProperty("read").GetInt32(), lines.Count + ledger.GetProperty("cancelled").GetInt32());
        if (order == "input")
            Assert.Equal(Enumerable.Range(0, lines.Count), lines.Values.Select(line => line.GetProperty("seq").GetInt32()));
    }

    [Theory]
    [InlineData(Ovflow.Sigint)]
    [InlineData(Ovflow.Sigterm)]
    public async Task A_signal_drains_for_at_most_the_drain_timeout(int signal)
    {
        using Ovflow program = await StartStuckAsync("1s");
        program.Signal(signal);
        Expect(await program.WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Theory]
    [InlineData(Ovflow.Sigint)]
    [InlineData(Ovflow.Sigterm)]
    public async Task A_second_signal_ends_the_run_at_once(int signal)
    {
        using Ovflow program = await StartStuckAsync("1h");
        program.Signal(signal);
        await Task.Delay(500, TestContext.Current.CancellationToken);
        program.Signal(signal);
        Expect(await program.WaitAsync(TimeSpan.FromMinutes(1)));
    }

    /// <summary>A run whose sink is stuck in a write: its results go into a pipe that nobody empties.</summary>
    private async Task<Ovflow> StartStuckAsync(string drainTimeout)
    {
        string pipe = _folder.File("pipe.jsonl");
        using (Process mkfifo = Process.Start("mkfifo", [pipe]))
            await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);

        string config = _folder.Write("flow.yaml", $$"""
            api_version: ovflow/v1
            model: { engine: null }
            source: { synthetic: 100_000_000 }
            sinks: [ { jsonl: { path: other.jsonl, top_k: 0 } }, { jsonl: { path: pipe.jsonl, top_k: 0 } } ]
            run: { drain_timeout: {{drainTimeout}} }
            """);
        var program = Ovflow.Start(["run", config, "--json"]);
        await WaitForLinesAsync(_folder.File("other.jsonl"));

        // By then the pipe, which holds less than one write to a file, is full.
        await Task.Delay(500, TestContext.Current.CancellationToken);
        return program;
    }

    private void Expect(Ovflow.Result result)
    {
        Assert.True(result.ExitCode == 130, result.ToString());
        using JsonDocument report = JsonDocument.Parse(result.Output);
        Assert.Equal("cancelled", report.RootElement.Text("outcome"));
        Assert.True(report.RootElement.GetProperty("balanced").GetBoolean());
        Assert.Contains("is being written", result.Error, StringComparison.Ordinal);
        ResultLines.Read(_folder.File("other.jsonl"));
    }

    private static async Task WaitForLinesAsync(string path)
    {
        for (int i = 0; i < 600; i++)
        {
            if (File.Exists(path) && new FileInfo(path).Length > 0)
                return;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"{path} was not written within a minute.");
    }
}
