using System.Text.Json;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Cli.Tests;

/// <summary>A folder as real folders are: every format, and files that are broken in every way.</summary>
public sealed class RealFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("openvino", 1)]
    [InlineData("openvino", 4)]
    [InlineData("onnxruntime", 1)]
    public async Task Good_files_succeed_and_bad_ones_are_quarantined_with_stage_and_reason(string engine, int batch)
    {
        if (engine == "openvino")
            SharedAssets.RequireOpenVino();

        string config = Configuration(engine, batch);
        Ovflow.Result result = await Ovflow.RunAsync("run", config, "--set", "errors.max_failure_rate=100%");
        Assert.True(result.ExitCode == 0, result.ToString());

        Dictionary<string, JsonElement> results = ResultLines.Read(_folder.File("out/results.jsonl"));
        Dictionary<string, JsonElement> quarantined = ResultLines.Read(_folder.File("out/quarantine.jsonl"));
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(SharedAssets.RequireImages("formats/expected.json")));

        foreach (JsonProperty file in expected.RootElement.EnumerateObject())
        {
            JsonElement line = results[file.Name];
            string want = file.Value.Text("want");
            if (line.Text("status") == "ok")
            {
                Assert.True(want is "ok" or "ok-or-quarantine", $"{file.Name} must not succeed: {line}");
                Assert.DoesNotContain(file.Name, quarantined.Keys);
            }
            else
            {
                Assert.True(want is "quarantine" or "ok-or-quarantine", $"{file.Name} must succeed: {line}");
                Assert.True(quarantined.TryGetValue(file.Name, out JsonElement entry), $"{file.Name} is not in the quarantine");
                Assert.NotEmpty(entry.Text("stage"));
                Assert.NotEmpty(entry.Text("reason"));
                Assert.NotEmpty(entry.Text("message"));
            }
        }
    }

    [Fact]
    public async Task A_failure_over_the_budget_ends_the_run_with_exit_code_3_and_whole_files()
    {
        string config = Configuration("onnxruntime", 1);
        Ovflow.Result result = await Ovflow.RunAsync("run", config, "--set", "errors.max_failures=0");

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("errors.max_failures allows 0", result.Output, StringComparison.Ordinal);
        Assert.NotEmpty(ResultLines.Read(_folder.File("out/quarantine.jsonl")));
        ResultLines.Read(_folder.File("out/results.jsonl"));
    }

    private string Configuration(string engine, int batch) => _folder.Write("flow.yaml", $$"""
        api_version: ovflow/v1
        name: formats
        model: { path: {{SharedAssets.RequireModel("efficientnet-lite0.onnx")}}, engine: {{engine}}, precision: f32 }
        source: { images: { path: {{SharedAssets.RequireImages("formats")}}, pattern: "**/*.{jpg,png,bmp,gif,webp,tiff}" } }
        preprocess: { mean: [127, 127, 127], scale: [128, 128, 128] }
        infer: { batch: {{batch}} }
        sinks:
          - jsonl: { path: out/results.jsonl, top_k: 1 }
        errors: { quarantine: out/quarantine.jsonl }
        """);
}
