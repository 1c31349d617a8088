using OpenVinoFlow.Pipeline.Configuration;

namespace OpenVinoFlow.Pipeline.Tests.Configuration;

/// <summary>What <c>config --resolved</c> prints can be read again.</summary>
public sealed class ResolvedYamlTests
{
    [Theory]
    [InlineData(Flows.Minimal, null)]
    [InlineData(Flows.Full, null)]
    [InlineData(Flows.Full, "quick")]
    [InlineData(Flows.Full, "plain")]
    [InlineData("model: { engine: null }\nsource: { list: \"-\" }\nname: \"# $${env:X} \\\" : é 😀 \\\\\"\n", null)]
    [InlineData(Flows.Minimal + "sinks: [ { npy: { path: a, outputs: [ \"x, y\", \"[z]\", \"null\" ] } }, { npy: b } ]\n", null)]
    public void It_reads_back_as_the_same_options(string yaml, string? profile)
    {
        var environment = new Dictionary<string, string> { ["MODELS"] = "/secret/models" };
        ResolvedConfiguration first = Flows.Read(yaml, ["model.properties.a.b:c=NO", "preprocess.resize.mode=stretch"], profile, environment);

        ResolvedConfiguration second = Flows.Read(first.ToYaml(), environment: environment);

        Assert.Equal(first.ToYaml().Split('\n').Length, second.ToYaml().Split('\n').Length);
        Assert.Equivalent(
            first.Values.Where(value => value.OnlyWith is null).Select(value => (value.Key, value.Value)),
            second.Values.Where(value => value.OnlyWith is null).Select(value => (value.Key, value.Value)), strict: true);
        Assert.Equivalent(first.Options with { Preprocess = new() }, second.Options with { Preprocess = new() }, strict: true);
        Assert.DoesNotContain("secret", first.ToYaml(), StringComparison.Ordinal);
    }

    [Fact]
    public void Values_stand_in_their_sections_with_their_origins()
    {
        string yaml = Flows.Read(
            "model: { path: m.onnx }\nsource: { synthetic: 5 }\nsinks: [ { jsonl: a }, { npy: b } ]\npreprocess: { resize: { mode: letterbox, pad_value: 9 } }\n",
            ["preprocess.resize.mode=stretch"]).ToYaml();

        Assert.Contains("source:\n  synthetic:\n    count: 5  # flow.yaml:2:22\n", yaml, StringComparison.Ordinal);
        Assert.Contains("    mode: stretch  # --set preprocess.resize.mode=stretch\n    algorithm: opencv_linear  # default\n", yaml, StringComparison.Ordinal);
        Assert.Contains("    # pad_value: 9  # flow.yaml:4:53; no effect without preprocess.resize.mode: letterbox or center_crop\n", yaml, StringComparison.Ordinal);
        Assert.Contains("sinks:\n  - jsonl:\n      path: /flows/a  # flow.yaml:3:19\n", yaml, StringComparison.Ordinal);
        Assert.Contains("  - npy:\n      path: /flows/b  # flow.yaml:3:31\n      outputs: []  # default\noutput:\n", yaml, StringComparison.Ordinal);
    }
}
