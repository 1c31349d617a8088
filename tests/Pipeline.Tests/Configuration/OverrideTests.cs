using OpenVinoFlow.Pipeline.Configuration;

namespace OpenVinoFlow.Pipeline.Tests.Configuration;

/// <summary>What <c>--set</c> and profiles change.</summary>
public sealed class OverrideTests
{
    private const string TwoSinks = Flows.Minimal + """
        sinks:
          - jsonl: { path: a.jsonl, top_k: 3 }
          - npy: { path: raw }
        preprocess: { mean: [1, 2, 3] }
        profiles:
          other: { source: { synthetic: 7 }, sinks: [ { jsonl: b.jsonl } ], model: { properties: { A: 2 } } }
          nothing:

        """;

    [Theory]
    [InlineData("infer.batch=4", "infer.batch", "4")]
    [InlineData(" infer.batch = 4", "infer.batch", "4")]
    [InlineData("name=a: b # c", "name", "\"a: b # c\"")]
    [InlineData("source.images.pattern=**/*.jpg", "source.images.pattern", "\"**/*.jpg\"")]
    [InlineData("source.images.pattern=[ab]*.jpg", "source.images.pattern", "\"[ab]*.jpg\"")]
    [InlineData("source.images=/data", "source.images.path", "/data")]
    [InlineData("source.images={ path: /data, repeat: 2 }", "source.images.repeat", "2")]
    [InlineData("source.synthetic=9", "source.synthetic.count", "9")]
    [InlineData("source={ synthetic: { count: 9 } }", "source.synthetic.count", "9")]
    [InlineData("preprocess.mean=7", "preprocess.mean", "[7]")]
    [InlineData("preprocess.mean=[7, 8, 9]", "preprocess.mean", "[7, 8, 9]")]
    [InlineData("preprocess.resize={ mode: letterbox, pad_value: 1 }", "preprocess.resize.pad_value", "1")]
    [InlineData("model.properties.session.intra_op.spin=0", "model.properties.session.intra_op.spin", "0")]
    [InlineData("model.properties={ A: x }", "model.properties.A", "x")]
    [InlineData("model.engine=null", "model.engine", "null")]
    [InlineData("sinks[0].jsonl.top_k=1", "sinks[0].jsonl.top_k", "1")]
    [InlineData("sinks[0].jsonl.top_k=1", "sinks[0].jsonl.path", "/flows/a.jsonl")]
    [InlineData("sinks[1]={ jsonl: { path: /b.jsonl } }", "sinks[1].jsonl.path", "/b.jsonl")]
    [InlineData("sinks[1].jsonl=/b.jsonl", "sinks[1].jsonl.path", "/b.jsonl")]
    [InlineData("sinks[2].jsonl.path=/b.jsonl", "sinks[2].jsonl.path", "/b.jsonl")]
    [InlineData("sinks=[]", "sinks", "[]")]
    [InlineData("sinks=", "sinks", "[]")]
    [InlineData("errors.max_failure_rate=100%", "errors.max_failure_rate", "100%")]
    [InlineData("errors.max_failure_rate=", "errors.max_failure_rate", "unlimited")]
    public void An_override_wins_over_the_file(string argument, string key, string value)
    {
        ResolvedConfiguration configuration = Flows.Read(TwoSinks, [argument]);

        Assert.Equal(value, configuration.Value(key));
    }

    [Theory]
    [InlineData("infer.batch", "expected KEY=VALUE, for example infer.batch=4")]
    [InlineData("=4", "expected KEY=VALUE, for example infer.batch=4")]
    [InlineData("model.presicion=f32", "unknown key 'presicion' in 'model'; did you mean 'precision'? (allowed: path, engine, device, precision, runtime, cache_dir, properties)")]
    [InlineData("presicion=f32", "unknown key 'presicion' at the top (allowed:")]
    [InlineData("precision=f32", "unknown key 'precision' at the top; did you mean 'model.precision'? (allowed:")]
    [InlineData("sinks[0].jsonl.topk=1", "unknown key 'topk' in 'sinks[0].jsonl'; did you mean 'top_k'? (allowed: path, top_k, labels, output, times)")]
    [InlineData("infer..batch=1", "unknown key '' in 'infer' (allowed:")]
    [InlineData("infer.batch.x=1", "infer.batch has no keys or items inside")]
    [InlineData("infer.batch[0]=1", "infer.batch has no keys or items inside")]
    [InlineData("infer[0]=1", "infer is a section; allowed in it: mode, requests,")]
    [InlineData("infer.=1", "infer is a section; allowed in it: mode, requests,")]
    [InlineData("preprocess.mean[0]=1", "preprocess.mean is a list of values and is set as a whole: preprocess.mean=[…]")]
    [InlineData("sinks.jsonl.path=1", "sinks is a list: name the item, for example sinks[0].jsonl")]
    [InlineData("sinks[x]=1", "expected a number in brackets after sinks, for example sinks[0]")]
    [InlineData("sinks[-1].jsonl=1", "expected a number in brackets after sinks, for example sinks[0]")]
    [InlineData("sinks[0=1", "expected a number in brackets after sinks, for example sinks[0]")]
    [InlineData("sinks[0]jsonl=1", "expected '.' and a key after sinks[0]; allowed: jsonl, npy")]
    [InlineData("sinks[3].jsonl=x", "sinks[3] is beyond the end of the list; sinks[2] would add an item")]
    [InlineData("sinks[2]=", "sinks[2] needs exactly one of jsonl, npy")]
    [InlineData("infer.batch=0", "infer.batch is '0'; allowed: a whole number from 1 to 4096")]
    [InlineData("infer=5", "infer is a single value; allowed: a mapping with the keys")]
    [InlineData("preprocess.mean=[1,", "not valid YAML: ")]
    [InlineData("preprocess.mean=# nothing", "there is no value")]
    [InlineData("preprocess.mean=[1] # and\n--- more", "a second document starts here")]
    [InlineData("source.synthetic=x", "source.synthetic.count is 'x'; allowed: a whole number from 1 to 1_000_000_000_000")]
    [InlineData("source.images.repeat=0", "source.images.repeat is '0'")]
    [InlineData("source.zip={}", "missing required key 'source.zip.path'; allowed: the path of a file")]
    [InlineData("profiles.other.infer.batch=1", "profiles may stand at the top of the file only")]
    [InlineData("profiles={}", "profiles may stand at the top of the file only")]
    [InlineData("name=${env:UNSET}", "name: the environment variable UNSET is not set; set it, or give a default: ${env:UNSET:-default}")]
    public void A_wrong_override_is_named(string argument, string complaint)
    {
        ConfigurationProblem problem = Assert.Single(Flows.Problems(TwoSinks, [argument]));

        Assert.Equal($"--set {argument.Replace("\n", "\\u000a", StringComparison.Ordinal)}", problem.Source);
        Assert.Equal((0, 0), (problem.Line, problem.Column));
        Assert.StartsWith(complaint, problem.Message, StringComparison.Ordinal);
        Assert.Equal($"{problem.Source}: {problem.Message}", problem.ToString());
    }

    [Fact]
    public void A_wrong_override_is_reported_though_a_later_one_replaces_it() =>
        Assert.Equal("--set infer.batch=x: infer.batch is 'x'; allowed: a whole number from 1 to 4096", Flows.Complaints(TwoSinks, ["infer.batch=x", "infer.batch=1"]));

    [Fact]
    public void The_last_override_of_a_key_wins() =>
        Assert.Equal("2", Flows.Read(TwoSinks, ["infer.batch=1", "infer.batch=2"]).Value("infer.batch"));

    [Fact]
    public void A_profile_is_laid_over_the_file_and_overrides_over_both()
    {
        FlowOptions options = Flows.Read(TwoSinks, ["model.properties.B=3", "sinks[0].jsonl.top_k=9"], "other").Options;

        Assert.Null(options.Source.Images);
        Assert.Equal(7, options.Source.Synthetic?.Count);
        Assert.Equal(new Dictionary<string, string> { ["A"] = "2", ["B"] = "3" }, options.Model.Properties);
        JsonlSinkOptions sink = Assert.IsType<JsonlSinkOptions>(Assert.Single(options.Sinks));
        Assert.Equal(("/flows/b.jsonl", 9), (sink.Path, sink.TopK));
    }

    [Fact]
    public void An_empty_profile_changes_nothing() =>
        Assert.Equivalent(Flows.Read(TwoSinks).Options, Flows.Read(TwoSinks, profile: "nothing").Options, strict: true);

    [Theory]
    [InlineData(TwoSinks, "othr", "flow.yaml:7:1: unknown profile 'othr'; did you mean 'other'? (the file has: other, nothing)")]
    [InlineData(Flows.Minimal, "other", "flow.yaml:1:1: unknown profile 'other' (the file has: none)")]
    public void An_unknown_profile_is_named(string yaml, string profile, string complaint) =>
        Assert.Equal(complaint, Flows.Complaints(yaml, profile: profile));

    [Fact]
    public void What_an_override_replaces_must_still_be_right() =>
        Assert.StartsWith("flow.yaml:3:17: infer.batch is 'x'", Flows.Complaints(Flows.Minimal + "infer: { batch: x }\n", ["infer.batch=4"]), StringComparison.Ordinal);

    [Fact]
    public void What_an_override_adds_to_makes_a_text_whole() =>
        Assert.Equal(5, Flows.Read("model: { path: m.onnx }\n", ["source.synthetic.count=5"]).Options.Source.Synthetic?.Count);
}
