using System.Security.Cryptography;
using System.Text.Json;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Preprocess.Tests;

/// <summary>Real files of every kind, decoded by both libraries.</summary>
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

            if (!result.Ok && string.IsNullOrEmpty(result.Message))
                wrong.Add($"{file.Name}: no message");
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Theory]
    [InlineData("bad/empty.jpg", FailureReason.Empty)]
    [InlineData("bad/text.jpg", FailureReason.UnknownFormat)]
    [InlineData("bad/truncated-half.jpg", FailureReason.Truncated)]
    [InlineData("bad/truncated-header.jpg", FailureReason.Truncated)]
    [InlineData("bad/bomb-60000x60000.png", FailureReason.TooManyPixels)]
    [InlineData("bad/bomb-jpeg-65500x65500.jpg", FailureReason.TooManyPixels)]
    [InlineData("bad/zero-size.png", FailureReason.ZeroSize)]
    public void A_bad_file_fails_with_its_reason(string name, FailureReason reason)
    {
        byte[] file = File.ReadAllBytes(SharedAssets.RequireImages($"formats/{name}"));
        foreach (DecoderPreference decoder in new[] { DecoderPreference.Auto, DecoderPreference.Skia })
        {
            PreprocessResult result = Pictures.Fail(file, _options with { Decoder = decoder });
            Assert.Equal(reason, result.Reason);
            Assert.Equal(PreprocessStage.Decode, result.Stage);
        }
    }

    [Theory]
    [InlineData(DecoderPreference.Auto)]
    [InlineData(DecoderPreference.Skia)]
    public void Decoded_pixels_equal_those_of_pillow_and_opencv(DecoderPreference decoder)
    {
        string folder = SharedAssets.RequireImages("formats");
        using JsonDocument references = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "References", "pictures.json")));
        var wrong = new List<string>();
        int compared = 0;
        foreach (JsonProperty picture in references.RootElement.EnumerateObject())
        {
            byte[] file = File.ReadAllBytes(Path.Combine(folder, picture.Name));
            int width = picture.Value.GetProperty("width").GetInt32();
            int height = picture.Value.GetProperty("height").GetInt32();
            var options = new PreprocessOptions { Width = width, Height = height, Decoder = decoder, DecodeScale = DecodeScale.Off };

            Compare("rgb", Pictures.Run(file, options, out PreprocessResult result));
            Assert.Equal((width, height), (result.SourceWidth, result.SourceHeight));

            bool turned = result.Orientation >= ExifOrientation.LeftTop;
            PreprocessOptions stored = options with { ApplyExifOrientation = false };
            Compare("stored_rgb", Pictures.Run(file, turned ? stored with { Width = height, Height = width } : stored));

            // Skia gives JPEG in RGB only; its grey comes from that.
            if (decoder != DecoderPreference.Skia && result.Decoder == "turbojpeg" && picture.Value.TryGetProperty("gray", out _))
                Compare("gray", Pictures.Run(file, options with { Color = ColorOrder.Gray }));

            void Compare(string kind, byte[] pixels)
            {
                compared++;
                if (Convert.ToHexStringLower(SHA256.HashData(pixels))[..16] != picture.Value.GetProperty(kind).GetString())
                    wrong.Add($"{picture.Name} ({kind})");
            }
        }

        Assert.True(compared > 40);
        Assert.True(wrong.Count == 0, string.Join(", ", wrong));
    }

    [Fact]
    public void A_truncated_picture_is_used_when_warnings_are_tolerated()
    {
        byte[] file = File.ReadAllBytes(SharedAssets.RequireImages("formats/bad/truncated-half.jpg"));
        foreach (DecoderPreference decoder in new[] { DecoderPreference.Auto, DecoderPreference.Skia })
        {
            byte[] pixels = Pictures.Run(file, _options with { Decoder = decoder, TolerateWarnings = true });
            Assert.True(pixels.Distinct().Count() > 50);
        }
    }
}
