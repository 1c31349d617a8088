using System.Security.Cryptography;
using System.Text.Json;
using OpenVinoFlow.Preprocess.Kernels;

namespace OpenVinoFlow.Preprocess.Tests;

public sealed class ReferenceResizeTests
{
    private static readonly Dictionary<string, ResizeAlgorithm> _algorithms = new()
    {
        ["opencv_nearest"] = ResizeAlgorithm.OpencvNearest,
        ["opencv_linear"] = ResizeAlgorithm.OpencvLinear,
        ["opencv_cubic"] = ResizeAlgorithm.OpencvCubic,
        ["opencv_area"] = ResizeAlgorithm.OpencvArea,
        ["pillow_box"] = ResizeAlgorithm.PillowBox,
        ["pillow_bilinear"] = ResizeAlgorithm.PillowBilinear,
        ["pillow_bicubic"] = ResizeAlgorithm.PillowBicubic,
        ["pillow_lanczos"] = ResizeAlgorithm.PillowLanczos,
    };

    public static TheoryData<string> Names => [.. _algorithms.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_byte_equals_the_reference_library(string algorithm)
    {
        using JsonDocument references = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "References", "resize.json")));
        var wrong = new List<string>();
        int compared = 0;
        foreach (JsonElement reference in references.RootElement.EnumerateArray())
        {
            if (!reference.GetProperty("sha256").TryGetProperty(algorithm, out JsonElement expected))
                continue;

            int[] source = [.. reference.GetProperty("source").EnumerateArray().Select(e => e.GetInt32())];
            int[] target = [.. reference.GetProperty("target").EnumerateArray().Select(e => e.GetInt32())];
            byte[] pixels = Resizing.Source(source[0], source[1], source[2], reference.GetProperty("seed").GetInt32());
            var options = new PreprocessOptions
            {
                Width = target[0],
                Height = target[1],
                Algorithm = _algorithms[algorithm],
                Color = source[2] == 3 ? ColorOrder.Rgb : ColorOrder.Gray,
            };

            foreach (SimdLevel level in Levels.Available)
            {
                byte[] resized = Resizing.Run(pixels, source[0], source[1], options, level);
                string digest = Convert.ToHexStringLower(SHA256.HashData(resized))[..16];
                if (digest != expected.GetString())
                    wrong.Add($"{level}: {source[0]}x{source[1]}x{source[2]} to {target[0]}x{target[1]}");

                compared++;
            }
        }

        Assert.True(compared > 100);
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {compared} differ: {string.Join(", ", wrong.Take(20))}");
    }
}
