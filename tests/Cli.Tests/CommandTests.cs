using System.Text.Json;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Cli.Tests;

/// <summary>The commands around the main job.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Doctor_reports_machine_engines_and_decoders_and_never_fails()
    {
        using Ovflow program = Ovflow.Start(["doctor", "--json", "--runtime", _folder.Folder("nothing")]);
        Ovflow.Result result = await program.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.True(result.ExitCode == 0, result.ToString());

        using JsonDocument findings = JsonDocument.Parse(result.Output);
        Dictionary<string, JsonElement> topics = findings.RootElement.EnumerateArray().ToDictionary(finding => finding.Text("topic"));
        Assert.Equal("missing", topics["openvino"].Text("state"));
        Assert.Contains("pip install openvino", topics["openvino"].Text("remedy"), StringComparison.Ordinal);
        Assert.Equal("ok", topics["onnxruntime"].Text("state"));
        Assert.Equal("ok", topics["skia"].Text("state"));
        Assert.Contains(topics["machine"].GetProperty("details").EnumerateArray(), detail => detail.GetString()!.StartsWith("cores: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("openvino")]
    [InlineData("onnxruntime")]
    public async Task Inspect_prints_ports_shapes_types_and_devices(string engine)
    {
        if (engine == "openvino")
            SharedAssets.RequireOpenVino();

        Ovflow.Result result = await Ovflow.RunAsync("inspect", SharedAssets.RequireModel("ppocrv4-det.onnx"), "--engine", engine, "--json");
        Assert.True(result.ExitCode == 0, result.ToString());

        using JsonDocument model = JsonDocument.Parse(result.Output);
        JsonElement input = model.RootElement.GetProperty("inputs")[0];
        Assert.Equal(("x", "f32"), (input.Text("name"), input.Text("type")));
        Assert.Equal([-1, 3, -1, -1], input.GetProperty("shape").EnumerateArray().Select(dim => dim.GetInt32()));
        Assert.StartsWith("NCHW", input.Text("layout"), StringComparison.Ordinal);
        Assert.Equal("CPU", model.RootElement.GetProperty("devices")[0].Text("name"));
    }

    [Fact]
    public async Task Validate_checks_without_running()
    {
        _folder.Write("photos/a.jpg", "x");
        string config = Configuration();
        Ovflow.Result result = await Ovflow.RunAsync("validate", config);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("is valid", result.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("out.jsonl")));
    }

    [Fact]
    public async Task Config_shows_values_with_their_origins()
    {
        Ovflow.Result result = await Ovflow.RunAsync("config", Configuration(), "--set", "infer.requests=3", "--resolved");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("infer.requests: 3  # --set infer.requests=3", result.Output, StringComparison.Ordinal);
        Assert.Contains("infer.batch: 1  # default", result.Output, StringComparison.Ordinal);
        Assert.Contains("# fingerprint ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_network_sees_equals_the_reference_tensor_and_gives_the_reference_result()
    {
        string photo = SharedAssets.RequireImages("named/chelsea.jpg");
        string config = Configuration();
        string seen = _folder.File("seen.png");

        Ovflow.Result written = await Ovflow.RunAsync("preprocess", photo, "--config", config, "--out", seen);
        Assert.True(written.ExitCode == 0, written.ToString());

        Ovflow.Result verified = await Ovflow.RunAsync(
            "verify",
            photo,
            "--config",
            config,
            "--input",
            SharedAssets.RequireGolden("chelsea-input-nchw-f32.npy"),
            "--result",
            SharedAssets.RequireGolden("efficientnet-lite0-onnx.chelsea-output.npy"));
        Assert.True(verified.ExitCode == 0, verified.ToString());
        Assert.Equal(0, (await Ovflow.RunAsync("verify", photo, "--config", config, "--input", seen, "--tolerance", "0")).ExitCode);

        Ovflow.Result other = await Ovflow.RunAsync("verify", SharedAssets.RequireImages("named/coffee.jpg"), "--config", config, "--input", seen);
        Assert.Equal(6, other.ExitCode);
        Assert.Contains("NOT equal", other.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_network_sees_is_written_with_the_way_back_to_the_picture()
    {
        string photo = SharedAssets.RequireImages("named/chelsea.jpg");
        string config = Configuration();
        string[] letterbox = ["--config", config, "--set", "preprocess.resize.mode=letterbox"];
        Ovflow.Result json = await Ovflow.RunAsync(["preprocess", photo, .. letterbox, "--out", _folder.File("seen.png"), "--json"]);
        Assert.True(json.ExitCode == 0, json.ToString());
        using JsonDocument document = JsonDocument.Parse(json.Output);
        JsonElement toSource = document.RootElement.GetProperty("to_source");
        Assert.Equal(451.0 / 224, toSource.GetProperty("scale_x").GetDouble(), 1e-9);
        Assert.InRange(toSource.GetProperty("offset_y").GetDouble(), -76, -74);

        Ovflow.Result text = await Ovflow.RunAsync(["preprocess", photo, .. letterbox, "--out", _folder.File("seen.npy")]);
        Assert.Contains("x * 2.01339 + 0, y * 2.01342 - 74.497", text.Output, StringComparison.Ordinal);

        Ovflow.Result wrong = await Ovflow.RunAsync(["preprocess", photo, .. letterbox, "--out", _folder.File("seen.jpg")]);
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("seen.jpg: pixels are written to a .png", wrong.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("seen.jpg")));
    }

    [Fact]
    public async Task Schema_is_the_committed_one()
    {
        Ovflow.Result result = await Ovflow.RunAsync("schema");
        Assert.Equal(File.ReadAllText(Path.Combine(SharedAssets.RepositoryRoot, "configs", "ovflow.schema.json")).TrimEnd(), result.Output.TrimEnd());
    }

    private string Configuration()
    {
        _folder.Write("photos/a.jpg", "x");
        return _folder.Write("flow.yaml", $$"""
            api_version: ovflow/v1
            model: { path: {{SharedAssets.RequireModel("efficientnet-lite0.onnx")}}, engine: onnxruntime }
            source: { images: { path: photos } }
            preprocess: { decode_scale: off, mean: [127, 127, 127], scale: [128, 128, 128] }
            sinks: [ { jsonl: { path: out.jsonl } } ]
            """);
    }
}
