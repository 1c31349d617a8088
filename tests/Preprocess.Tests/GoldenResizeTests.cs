using System.Text.Json;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Preprocess.Tests;

public sealed class GoldenResizeTests
{
    private static readonly JsonSerializerOptions _naming = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    [Fact]
    public void Goldens_of_opencv_and_pillow_are_met()
    {
        string folder = SharedAssets.RequireGolden("resize");
        Golden[] cases = JsonSerializer.Deserialize<Index>(File.ReadAllBytes(Path.Combine(folder, "index.json")), _naming)!.Cases;
        var wrong = new List<string>();
        foreach (Golden golden in cases)
        {
            var options = new PreprocessOptions
            {
                Width = golden.Width,
                Height = golden.Height,
                Algorithm = Enum.Parse<ResizeAlgorithm>(golden.Algorithm.Replace("_", ""), ignoreCase: true),
                Mode = golden.Mode is null ? ResizeMode.Stretch : Enum.Parse<ResizeMode>(golden.Mode.Replace("_", ""), ignoreCase: true),
                ShorterSide = golden.ShorterSide,
                PadValue = golden.Pad ?? 0,
            };

            byte[] actual = Pictures.Run(File.ReadAllBytes(Path.Combine(folder, golden.Source)), options);
            byte[] expected = Pictures.Run(
                File.ReadAllBytes(Path.Combine(folder, golden.File)), new PreprocessOptions { Width = golden.Width, Height = golden.Height });

            int allowed = golden.Algorithm == "opencv_cubic" ? 1 : 0;
            int difference = Pictures.LargestDifference(actual, expected);
            if (difference > allowed)
                wrong.Add($"{golden.File}: {difference}");
        }

        Assert.True(cases.Length >= 50);
        Assert.True(wrong.Count == 0, string.Join(", ", wrong));
    }

    private sealed record Index(Golden[] Cases);

    private sealed record Golden(string File, string Source, string Algorithm, int Width, int Height, string? Mode, int? ShorterSide, byte? Pad);
}
