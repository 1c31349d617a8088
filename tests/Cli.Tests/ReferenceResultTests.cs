using System.Text.Json;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Cli.Tests;

/// <summary>The main job on real photos, against the results of the Python reference.</summary>
public sealed class ReferenceResultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("openvino", "efficientnet-lite0-fp16.xml", "completion")]
    [InlineData("openvino", "efficientnet-lite0.onnx", "input")]
    [InlineData("onnxruntime", "efficientnet-lite0.onnx", "completion")]
    public async Task Photos_get_the_classes_and_scores_of_the_reference(string engine, string model, string order)
    {
        if (engine == "openvino")
            SharedAssets.RequireOpenVino();

        string config = Configuration(engine, model, order);
        Ovflow.Result result = await Ovflow.RunAsync("run", config, "--json");

        Assert.True(result.ExitCode == 0, result.ToString());
        using JsonDocument report = JsonDocument.Parse(result.Output);
        JsonElement ledger = report.RootElement.GetProperty("ledger");
        Assert.Equal((200, 200), (ledger.GetProperty("read").GetInt32(), ledger.GetProperty("done").GetInt32()));
        Assert.True(report.RootElement.GetProperty("balanced").GetBoolean());

        Dictionary<string, JsonElement> lines = ResultLines.Read(_folder.File("out/results.jsonl"));
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(SharedAssets.RequireGolden("efficientnet-lite0-fp16.top5.json")));
        int agreeing = lines.Values.Count(line => Agrees(line, golden.RootElement.GetProperty("photos/" + line.Text("id"))[0]));

        Assert.Equal(200, lines.Count);
        Assert.InRange(agreeing, 198, 200);
        if (order == "input")
            Assert.Equal(Enumerable.Range(0, 200), File.ReadLines(_folder.File("out/results.jsonl")).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("seq").GetInt32()));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(7)]
    public async Task Batches_give_the_same_results_as_single_images(int batch)
    {
        SharedAssets.RequireOpenVino();
        string config = Configuration("openvino", "efficientnet-lite0-fp16.xml", "completion");
        Ovflow.Result result = await Ovflow.RunAsync("run", config, "--set", $"infer.batch={batch}");

        Assert.True(result.ExitCode == 0, result.ToString());
        Dictionary<string, JsonElement> lines = ResultLines.Read(_folder.File("out/results.jsonl"));
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(SharedAssets.RequireGolden("efficientnet-lite0-fp16.top5.json")));
        Assert.Equal(200, lines.Count);
        Assert.InRange(lines.Values.Count(line => Agrees(line, golden.RootElement.GetProperty("photos/" + line.Text("id"))[0])), 198, 200);
    }

    private static bool Agrees(JsonElement line, JsonElement golden)
    {
        JsonElement top = line.GetProperty("top")[0];
        return top.GetProperty("class").GetInt32() == golden.GetProperty("class").GetInt32()
            && top.Text("label") == golden.Text("label")
            && Math.Abs(top.GetProperty("score").GetDouble() - golden.GetProperty("score").GetDouble()) <= 0.02;
    }

    private string Configuration(string engine, string model, string order) => _folder.Write("flow.yaml", $$"""
        api_version: ovflow/v1
        name: photos
        model: { path: {{SharedAssets.RequireModel(model)}}, engine: {{engine}}, precision: f32 }
        source: { images: { path: {{SharedAssets.RequireImages("photos")}} } }
        preprocess: { decode_scale: off, mean: [127, 127, 127], scale: [128, 128, 128] }
        sinks:
          - jsonl: { path: out/results.jsonl, top_k: 5, labels: {{SharedAssets.RequireModel("imagenet-labels.txt")}} }
        output: { order: {{order}} }
        """);
}
