using System.Text.RegularExpressions;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Preprocess;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Pipeline.Tests.Configuration;

/// <summary>What is shown to users is valid: the files in <c>configs</c> and the YAML in the documentation.</summary>
public sealed partial class SampleTests
{
    public static TheoryData<string> Samples =>
        [.. Directory.GetFiles(Path.Combine(SharedAssets.RepositoryRoot, "configs"), "*.yaml").Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_is_valid_with_each_of_its_profiles(string file)
    {
        string path = Path.Combine(SharedAssets.RepositoryRoot, "configs", file);
        ResolvedConfiguration configuration = ConfigurationReader.Load(path, []);

        Assert.Equal(Path.GetFileNameWithoutExtension(file), configuration.Options.Name);
        Assert.Contains("$schema=ovflow.schema.json", File.ReadLines(path).First(), StringComparison.Ordinal);
        foreach (Match profile in ProfileNames().Matches(File.ReadAllText(path)))
            Assert.Equal(profile.Groups[1].Value, ConfigurationReader.Load(path, [], profile.Groups[1].Value).Profile);
    }

    [Fact]
    public void The_samples_are_those_the_documentation_speaks_of() =>
        Assert.Equal(
            ["benchmark-null.yaml", "classify-photos.yaml", "detect-text.yaml", "face-detection.yaml"],
            Samples.Select(row => row.Data).Order());

    [Fact]
    public void A_sample_says_what_it_promises()
    {
        FlowOptions photos = Load("classify-photos.yaml"), text = Load("detect-text.yaml"), faces = Load("face-detection.yaml"), nothing = Load("benchmark-null.yaml");

        Assert.Equal([127f, 127f, 127f], photos.Preprocess.Mean);
        Assert.Equal(DecodeScale.Off, Load("classify-photos.yaml", "reference").Preprocess.DecodeScale);
        Assert.Equal((640, 640), (text.Preprocess.Resize.Width, text.Preprocess.Resize.Height));
        Assert.IsType<NpySinkOptions>(Assert.Single(text.Sinks));
        Assert.Equal((128, 128, 127.5f, 127.5f), (faces.Preprocess.Resize.Width, faces.Preprocess.Resize.Height, faces.Preprocess.Mean[0], faces.Preprocess.Scale[0]));
        Assert.Equal((EngineKind.Null, 1_000_000), (nothing.Model.Engine, nothing.Source.Synthetic!.Count));
    }

    [Fact]
    public void Every_piece_of_yaml_in_the_documentation_is_valid()
    {
        string page = File.ReadAllText(Path.Combine(SharedAssets.RepositoryRoot, "docs", "configuration.md"));
        MatchCollection pieces = YamlBlocks().Matches(page);

        Assert.True(pieces.Count >= 3);
        foreach (Match piece in pieces)
        {
            string yaml = piece.Groups[1].Value;
            Assert.NotNull(Flows.Read(yaml.Contains("model:", StringComparison.Ordinal) ? yaml : Flows.Minimal + yaml));
        }
    }

    [Fact]
    public void The_errors_in_the_documentation_are_what_is_said()
    {
        string page = File.ReadAllText(Path.Combine(SharedAssets.RepositoryRoot, "docs", "configuration.md"));

        string complaints = Flows.Complaints(
            "name: x\nmodel: { path: m.onnx, presicion: f32 }\nsource: { images: photos }\ninfer: { batch: 0, batch_timeout: 5 }\n",
            ["infer.schedulin=round_robin"]);

        Assert.Contains($"```\n{complaints}\n```", page, StringComparison.Ordinal);
    }

    private static FlowOptions Load(string file, string? profile = null) =>
        ConfigurationReader.Load(Path.Combine(SharedAssets.RepositoryRoot, "configs", file), [], profile).Options;

    [GeneratedRegex("(?<=\nprofiles:\n(?:.*\n)*)  ([a-z]+):\n")]
    private static partial Regex ProfileNames();

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex YamlBlocks();
}
