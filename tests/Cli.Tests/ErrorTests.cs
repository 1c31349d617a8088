using System.Text.Json;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Cli.Tests;

/// <summary>What goes wrong before or around a run ends in one clear message and the documented exit code, never in a stack trace.</summary>
public sealed class ErrorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_wrong_key_is_named_with_file_line_column_and_a_suggestion()
    {
        string config = _folder.Write("flow.yaml", """
            api_version: ovflow/v1
            model: { path: m.onnx, presicion: f32 }
            source: { images: { path: photos } }
            """);
        Ovflow.Result result = await Ovflow.RunAsync("run", config);

        Expect(result, 2, "flow.yaml:2:24:", "presicion", "precision");
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_is_named()
    {
        string config = NullFlow("source: { images: { path: nowhere } }\nsinks: [ { jsonl: out.jsonl } ]");
        Expect(await Ovflow.RunAsync("run", config), 2, _folder.File("nowhere"), "does not exist");
    }

    [Fact]
    public async Task An_empty_folder_is_named()
    {
        _folder.Folder("empty");
        string config = NullFlow("source: { images: { path: empty } }\nsinks: [ { jsonl: out.jsonl } ]");
        Expect(await Ovflow.RunAsync("run", config), 2, _folder.File("empty"), "no file");
    }

    [Fact]
    public async Task A_model_that_cannot_be_read_is_named()
    {
        string config = OnnxFlow(_folder.Write("model.onnx", "this is no model"));
        Expect(await Ovflow.RunAsync("run", config), 5, "model.onnx", "whole ONNX file");
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_named()
    {
        string config = OnnxFlow(_folder.File("missing.onnx"));
        Expect(await Ovflow.RunAsync("run", config), 5, "missing.onnx", "does not exist");
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_named_before_an_engine_that_is_not_there_either()
    {
        string config = _folder.Write("flow.yaml", $$"""
            api_version: ovflow/v1
            model: { path: missing.xml, engine: auto, runtime: {{_folder.Folder("no-runtime")}} }
            source: { synthetic: 1 }
            sinks: [ { jsonl: out.jsonl } ]
            """);
        Expect(await Ovflow.RunAsync("run", config), 5, "missing.xml", "does not exist");
    }

    [Theory]
    [InlineData("onnxruntime")]
    [InlineData("openvino")]
    public async Task An_ONNX_file_cut_in_half_is_named(string engine)
    {
        if (engine == "openvino")
            SharedAssets.RequireOpenVino();

        byte[] whole = File.ReadAllBytes(SharedAssets.RequireModel("efficientnet-lite0.onnx"));
        string half = _folder.File("half.onnx");
        File.WriteAllBytes(half, whole[..(whole.Length / 2)]);
        Expect(await Ovflow.RunAsync("run", OnnxFlow(half, engine)), 5, "half.onnx", "whole");
    }

    [Fact]
    public async Task A_model_only_OpenVINO_reads_is_explained_when_OpenVINO_is_not_found()
    {
        string config = OnnxFlow(_folder.Write("model.xml", "<net/>"), "auto");
        using Ovflow program = Ovflow.Start(
            ["run", config, "--set", $"model.runtime={_folder.Folder("no-runtime")}"],
            new Dictionary<string, string?> { ["OVFLOW_OPENVINO_DIR"] = null });
        Expect(await program.WaitAsync(TimeSpan.FromMinutes(1)), 5, "no-runtime", "pip install openvino", "ONNX Runtime reads .onnx files only");
    }

    [Fact]
    public async Task An_output_folder_that_cannot_be_written_is_named()
    {
        // A file where a folder is needed: refused to root as well, unlike a folder without write permission.
        _folder.Write("blocked", "a file");
        string config = NullFlow("source: { synthetic: { count: 10 } }\nsinks: [ { jsonl: { path: blocked/out.jsonl, top_k: 0 } } ]");
        Expect(await Ovflow.RunAsync("run", config), 2, _folder.File("blocked"), "cannot be written");
    }

    [Fact]
    public async Task A_run_whose_results_would_be_lost_is_refused()
    {
        _folder.Write("photos/a.jpg", "x");
        Expect(await Ovflow.RunAsync("run", NullFlow("source: { images: { path: photos } }")), 2, "No sink is configured");
    }

    [Fact]
    public async Task Unknown_commands_and_missing_arguments_are_usage_errors()
    {
        Expect(await Ovflow.RunAsync("rnu"), 2, "rnu");
        Expect(await Ovflow.RunAsync("run"), 2, "FILE", "ovflow run --help");
    }

    [Fact]
    public async Task With_json_an_error_is_one_object_on_standard_output()
    {
        string config = NullFlow("source: { images: { path: nowhere } }\nsinks: [ { jsonl: out.jsonl } ]");
        Ovflow.Result result = await Ovflow.RunAsync("run", config, "--json");

        using JsonDocument document = JsonDocument.Parse(result.Output);
        Assert.Equal("source", document.RootElement.GetProperty("error").Text("kind"));
        Assert.Equal(2, document.RootElement.GetProperty("exit_code").GetInt32());
        Assert.Empty(result.Error);
    }

    private static void Expect(Ovflow.Result result, int exitCode, params string[] said)
    {
        Assert.True(result.ExitCode == exitCode, result.ToString());
        foreach (string text in said)
            Assert.Contains(text, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error + result.Output, StringComparison.Ordinal);
    }

    private string NullFlow(string rest) => _folder.Write("flow.yaml", $"api_version: ovflow/v1\nmodel: {{ path: none, engine: null }}\n{rest}\n");

    private string OnnxFlow(string model, string engine = "onnxruntime")
    {
        _folder.Write("photos/a.jpg", "x");
        return _folder.Write("flow.yaml", $$"""
            api_version: ovflow/v1
            model: { path: {{model}}, engine: {{engine}} }
            source: { images: { path: photos } }
            sinks: [ { jsonl: { path: out.jsonl } } ]
            """);
    }
}
