using OpenVinoFlow.Pipeline.Configuration;

namespace OpenVinoFlow.Pipeline.Tests.Configuration;

/// <summary>Keys that are right by themselves and wrong together.</summary>
public sealed class CrossCheckTests
{
    [Theory]
    [InlineData("preprocess: { mean: [1, 2] }", "3:15: preprocess.mean has 2 values; allowed: one for all channels, or three")]
    [InlineData("preprocess: { color: gray, scale: [1, 2, 3] }", "3:28: preprocess.scale has 3 values; allowed: one, since color is gray")]
    [InlineData("preprocess: { resize: { pad_value: 0 } }", "3:25: preprocess.resize.pad_value applies only with preprocess.resize.mode: letterbox or center_crop")]
    [InlineData("preprocess: { resize: { mode: stretch, region: [0, 0, 4, 4] } }", "3:40: preprocess.resize.region applies only with preprocess.resize.mode: fixed_region")]
    [InlineData("preprocess: { resize: { mode: fixed_region } }", "3:15: preprocess.resize.mode: fixed_region needs preprocess.resize.region: four whole numbers [x, y, width, height], width and height of at least 1")]
    [InlineData("preprocess: { resize: { mode: stretch, center: true } }", "3:40: preprocess.resize.center applies only with preprocess.resize.mode: letterbox")]
    [InlineData("preprocess: { resize: { mode: shorter_side_crop, upscale: true } }", "3:50: preprocess.resize.upscale applies only with preprocess.resize.mode: letterbox")]
    [InlineData("preprocess: { resize: { mode: letterbox, shorter_side: 256 } }", "3:42: preprocess.resize.shorter_side applies only with preprocess.resize.mode: shorter_side_crop")]
    [InlineData("preprocess: { resize: { mode: shorter_side_crop, width: 224, height: 300, shorter_side: 256 } }", "3:75: preprocess.resize.shorter_side is 256, less than the 300 pixels to be cut out of it")]
    [InlineData("output: { order_window: 5 }", "3:11: output.order_window applies only with output.order: input")]
    [InlineData("sinks: [ { jsonl: a }, { jsonl: ./b/../a } ]", "3:33: sinks[1].jsonl.path names the same file as sinks[0].jsonl.path; give each its own")]
    [InlineData("sinks: [ { npy: a }, { npy: a } ]", "3:29: sinks[1].npy.path names the same file as sinks[0].npy.path; give each its own")]
    [InlineData("sinks: [ { jsonl: { path: a } } ]\nerrors: { quarantine: a }", "4:11: errors.quarantine names the same file as sinks[0].jsonl.path; give each its own")]
    [InlineData("report: { json: a }\nerrors: { quarantine: a }", "3:11: report.json names the same file as errors.quarantine; give each its own")]
    [InlineData("sinks: [ { jsonl: { path: a, labels: a } } ]", "3:21: sinks[0].jsonl.path names the same file as sinks[0].jsonl.labels; give each its own")]
    [InlineData("report: { json: m.onnx }", "3:11: report.json names the same file as model.path; give each its own")]
    [InlineData("report: { json: photos }", "3:11: report.json names the same file as source.images.path; give each its own")]
    public void What_does_not_fit_together_is_named_at_its_place(string yaml, string complaint) =>
        Assert.Equal("flow.yaml:" + complaint, Flows.Complaints(Flows.Minimal + yaml + "\n"));

    [Theory]
    [InlineData("preprocess: { color: gray, mean: 1, scale: [2] }")]
    [InlineData("preprocess: { resize: { mode: letterbox, pad_value: 0, center: false, upscale: false } }")]
    [InlineData("preprocess: { resize: { mode: shorter_side_crop, width: 224, height: 224, shorter_side: 224 } }")]
    [InlineData("preprocess: { resize: { mode: shorter_side_crop, shorter_side: 1 } }")]
    [InlineData("output: { order: input, order_window: 5 }")]
    [InlineData("sinks: [ { jsonl: { path: a, labels: l } }, { jsonl: { path: b, labels: l } } ]")]
    public void What_fits_together_is_accepted(string yaml) => Assert.NotNull(Flows.Read(Flows.Minimal + yaml + "\n"));

    [Theory]
    [InlineData("model: { path: m.xml, engine: onnxruntime }", "1:10: engine: onnxruntime reads .onnx files only; choose another model, or engine: openvino")]
    [InlineData("model: { engine: onnxruntime }", "1:1: missing required key 'model.path'; it may be left out only with engine: null")]
    public void An_engine_that_cannot_read_the_model_is_refused(string model, string complaint) =>
        Assert.Equal("flow.yaml:" + complaint, Flows.Complaints($"{model}\nsource: {{ synthetic: 1 }}\n"));

    [Fact]
    public void The_configuration_itself_is_not_overwritten()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write(Flows.Minimal + "report: { json: flow.yaml }\n");

        ConfigurationException exception = Assert.Throws<ConfigurationException>(() => ConfigurationReader.Load(path, []));

        Assert.Equal($"{path}:3:11: report.json names the same file as the configuration itself; give each its own", exception.Message);
    }

    [Fact]
    public void A_later_layer_may_make_an_option_of_the_file_idle()
    {
        const string Yaml = Flows.Minimal + "preprocess: { resize: { mode: letterbox, pad_value: 7 } }\nprofiles:\n  plain: { preprocess: { resize: { mode: stretch } } }\n";

        Assert.Equal("stretch", Flows.Read(Yaml, ["preprocess.resize.mode=stretch"]).Value("preprocess.resize.mode"));
        Assert.Equal("stretch", Flows.Read(Yaml, profile: "plain").Value("preprocess.resize.mode"));
        Assert.Equal(
            "--set preprocess.resize.pad_value=1: preprocess.resize.pad_value applies only with preprocess.resize.mode: letterbox or center_crop",
            Flows.Complaints(Yaml, ["preprocess.resize.pad_value=1"], "plain"));
    }

    [Fact]
    public void A_wrong_value_is_not_complained_about_twice()
    {
        Assert.Equal(
            "flow.yaml:3:31: preprocess.resize.mode is 'leterbox'; allowed: stretch, letterbox, shorter_side_crop, center_crop, fixed_region; did you mean 'letterbox'?",
            Flows.Complaints(Flows.Minimal + "preprocess: { resize: { mode: leterbox, pad_value: 0 } }\n"));
    }
}
