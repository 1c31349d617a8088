using System.Text.Json;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Preprocess.Tests;

public sealed class FormatTests
{
    private static readonly PreprocessOptions _options = new() { Width = 64, Height = 48 };

    [Theory]
    [InlineData(DecoderPreference.Auto)]
    [InlineData(DecoderPreference.Skia)]
    public void Every_file_of_the_collection_ends_as_expected(DecoderPreference decoder)
    {
        string folder = SharedAssets.RequireImages("formats");
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "expected.json")));
        using var preprocessor = new ImagePreprocessor(_options with { Decoder = decoder });
        var output = new byte[_options.OutputBytes];
        var wrong = new List<string>();
        foreach (JsonProperty file in expected.RootElement.EnumerateObject())
        {
            string want = file.Value.GetProperty("want").GetString()!;
            PreprocessResult result = preprocessor.Run(File.ReadAllBytes(Path.Combine(folder, file.Name)), output);
            TestContext.Current.TestOutputHelper?.WriteLine($"{file.Name}: {result.Reason.ToText()} {result.Message} ({result.Decoder} {result.Format})");
            if (want != "ok-or-quarantine" && want != (result.Ok ? "ok" : "quarantine"))
                wrong.Add($"{file.Name}: {want} wanted, {result.Reason.ToText()}: {result.Message}");
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }
}
