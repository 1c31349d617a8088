using OpenVinoFlow.Pipeline.Configuration;

namespace OpenVinoFlow.Pipeline.Tests.Configuration;

/// <summary>The fingerprint changes with what influences results, and with nothing else.</summary>
public sealed class ConfigurationFingerprintTests
{
    private const string Yaml = Flows.Minimal + "sinks: [ { jsonl: { path: a.jsonl } } ]\n";

    private static readonly string _fingerprint = Flows.Read(Yaml).Fingerprint;

    [Fact]
    public void It_covers_these_values()
    {
        FlowOptions options = Flows.Read(Yaml, ["model.properties.B=a: b", "model.properties.A=1"]).Options;

        Assert.Equal(
            """
            api_version=ovflow/v1
            model.engine=auto
            model.device=CPU
            model.precision=auto
            model.properties.A=1
            model.properties.B="a: b"
            source.images.path=photos
            source.images.pattern="**/*"
            source.images.recursive=true
            source.images.allow_outside=false
            source.images.repeat=1
            preprocess.decoder=auto
            preprocess.decode_scale=auto
            preprocess.resize.mode=stretch
            preprocess.resize.algorithm=opencv_linear
            preprocess.resize.width=auto
            preprocess.resize.height=auto
            preprocess.resize.shorter_side=auto
            preprocess.resize.region=[]
            preprocess.resize.pad_value=114
            preprocess.resize.center=true
            preprocess.resize.upscale=true
            preprocess.color=rgb
            preprocess.mean=[0]
            preprocess.scale=[1]
            preprocess.background=[]
            preprocess.apply_exif_orientation=true
            preprocess.max_pixels=200000000
            preprocess.max_file_bytes=256MiB
            preprocess.tolerate_warnings=false
            sinks[0].jsonl.top_k=5
            sinks[0].jsonl.labels=null
            sinks[0].jsonl.output=auto

            """, ConfigurationFingerprint.CanonicalText(options, Flows.Folder));
    }

    [Fact]
    public void It_stays_the_same_from_release_to_release() =>
        Assert.Equal("da7047c86486e02fdaa79fb803922d85cb0d979989ac82fdb525f2ec6b1dd00b", _fingerprint);

    [Theory]
    [InlineData("model.device=GPU")]
    [InlineData("model.engine=null")]
    [InlineData("model.precision=bf16")]
    [InlineData("model.properties.A=1")]
    [InlineData("source.images=/flows/other")]
    [InlineData("source.images.pattern=*.png")]
    [InlineData("source.zip=/flows/photos")]
    [InlineData("source.list=-")]
    [InlineData("preprocess.decode_scale=off")]
    [InlineData("preprocess.resize.mode=letterbox")]
    [InlineData("preprocess.resize.width=224")]
    [InlineData("preprocess.color=bgr")]
    [InlineData("preprocess.mean=1")]
    [InlineData("preprocess.background=[1, 1, 1]")]
    [InlineData("preprocess.max_pixels=1")]
    [InlineData("sinks[0].jsonl.top_k=1")]
    [InlineData("sinks[0].jsonl.labels=/flows/l.txt")]
    [InlineData("sinks[1].npy=/flows/raw")]
    public void What_influences_results_changes_it(string argument) => Assert.NotEqual(_fingerprint, Flows.Read(Yaml, [argument]).Fingerprint);

    [Theory]
    [InlineData("name=other")]
    [InlineData("model.path=/flows/elsewhere/m.onnx")]
    [InlineData("model.runtime=/opt/openvino")]
    [InlineData("model.cache_dir=/flows/cache")]
    [InlineData("infer.batch=8")]
    [InlineData("infer.requests=8")]
    [InlineData("infer.mode=sync")]
    [InlineData("workers.decode=3")]
    [InlineData("sinks[0].jsonl.path=/flows/b.jsonl")]
    [InlineData("output.order=input")]
    [InlineData("errors.max_failures=3")]
    [InlineData("errors.quarantine=/flows/q")]
    [InlineData("report.json=/flows/r.json")]
    [InlineData("run.drain_timeout=1s")]
    [InlineData("preprocess.mean=[0]")]
    [InlineData("preprocess.decoder=auto")]
    [InlineData("source.images=/flows/photos")]
    public void What_does_not_influence_results_leaves_it(string argument) => Assert.Equal(_fingerprint, Flows.Read(Yaml, [argument]).Fingerprint);

    [Fact]
    public void The_whole_folder_may_move()
    {
        ResolvedConfiguration here = ConfigurationReader.Parse(Flows.Full, "/a/b", []);
        ResolvedConfiguration there = ConfigurationReader.Parse(Flows.Full, "/c", []);

        Assert.NotEqual(here.Options.Source.Images!.Path, there.Options.Source.Images!.Path);
        Assert.Equal(here.Fingerprint, there.Fingerprint);
    }

    [Fact]
    public void A_flow_built_in_code_has_the_same()
    {
        FlowOptions options = new()
        {
            Model = new ModelOptions { Path = "/x/m.onnx" },
            Source = new SourceOptions { Images = new ImageFolderOptions { Path = "/x/photos" } },
            Sinks = [new JsonlSinkOptions { Path = "/x/a.jsonl" }],
        };

        Assert.Equal(_fingerprint, ConfigurationFingerprint.Compute(options, "/x"));
    }
}
