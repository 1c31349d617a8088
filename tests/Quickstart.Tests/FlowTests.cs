using System.Text.Json;
using OpenVinoFlow.OnnxRuntime;
using OpenVinoFlow.Pipeline;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Quickstart.Generator;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Quickstart.Tests;

/// <summary>The whole sample as <c>ovflow run</c> runs it, on a copy, since results are written beside the file.</summary>
public sealed class FlowTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SampleFolder _sample;

    public FlowTests()
    {
        _sample = new SampleFolder(_folder.Path);
        SampleFolder committed = SampleFolder.OfCheckout();
        Directory.CreateDirectory(_sample.Pictures);
        foreach (string file in Directory.GetFiles(committed.Root, "*", SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(committed.Root, file);
            if (!relative.StartsWith("out", StringComparison.Ordinal))
                File.Copy(file, Path.Combine(_sample.Root, relative));
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task ONNX_Runtime_is_right_about_the_pictures() => RunAndCompareAsync("onnxruntime");

    [Fact]
    public Task OpenVINO_is_right_about_the_pictures()
    {
        SharedAssets.RequireOpenVino();
        return RunAndCompareAsync("openvino");
    }

    private async Task RunAndCompareAsync(string engine)
    {
        var host = new FlowHostOptions { Engines = new EngineCatalog().Add(EngineKind.OnnxRuntime, _ => new OnnxRuntimeEngine()) };
        await using (Flow flow = Flow.Load(Path.Combine(_sample.Root, "quickstart.yaml"), host, [$"model.engine={engine}"]))
        {
            Assert.Equal(engine, flow.Engine);
            await flow.RunAsync(cancellationToken: TestContext.Current.CancellationToken);
        }

        Dictionary<string, string> expected = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(_sample.Expected))!;
        JsonElement[] results = [.. File.ReadLines(Path.Combine(_sample.Root, "out", "results.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement)];

        Assert.Equal(expected.Keys, results.Select(result => result.GetProperty("id").GetString()));
        int right = results.Count(result => expected[result.GetProperty("id").GetString()!]
            == result.GetProperty("top")[0].GetProperty("label").GetString());
        Assert.InRange(right, (int)Math.Ceiling(0.95 * expected.Count), expected.Count);
    }
}
