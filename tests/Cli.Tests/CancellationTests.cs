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
