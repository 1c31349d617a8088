using OpenVinoFlow.Preprocess.Decoding;

namespace OpenVinoFlow.Preprocess.Tests;

/// <summary>Files that the tests make themselves.</summary>
public sealed class DecodeTests
{
    private static readonly PreprocessOptions _options = new() { Width = 60, Height = 40, DecodeScale = DecodeScale.Off };

    [Fact]
    public void Lossless_formats_give_their_pixels()
    {
        byte[] expected = Rgb(Encoded.Rgba(60, 40));
        Assert.Equal(expected, Pictures.Run(Encoded.Png(60, 40), _options));
        Assert.Equal(expected, Pictures.Run(Encoded.Bmp(60, 40), _options));
        Assert.Equal(expected, Pictures.Run(Encoded.Tiff(60, 40), _options));
    }

    [Theory]
    [InlineData(320, 0x4000_0000)]
    [InlineData(700, 0xFFFF_FFFF)]
    [InlineData(33432, 20_000)]
    public void A_tiff_that_claims_more_values_than_it_has_bytes_is_refused_before_it_is_decoded(int tag, uint count)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        PreprocessResult result = Pictures.Fail(Encoded.Tiff(60, 40, (ushort)tag, count), _options);
        Assert.Equal((FailureReason.Corrupt, ""), (result.Reason, result.Decoder));
        Assert.Contains($"tag {tag} has more values", result.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Lossy_formats_come_close_to_their_pixels()
    {
        byte[] expected = Rgb(Encoded.Rgba(60, 40));
        Assert.InRange(MeanDifference(expected, Pictures.Run(Encoded.Jpeg(60, 40), _options)), 0, 6);
        Assert.InRange(MeanDifference(expected, Pictures.Run(Encoded.Webp(60, 40), _options)), 0, 8);
    }

    [Fact]
    public void Colour_order_is_obeyed()
    {
        foreach (byte[] file in new[] { Encoded.Png(60, 40), Encoded.Jpeg(60, 40) })
        {
            byte[] rgb = Pictures.Run(file, _options);
            byte[] bgr = Pictures.Run(file, _options with { Color = ColorOrder.Bgr });
            for (int i = 0; i < rgb.Length; i += 3)
                Assert.Equal((rgb[i], rgb[i + 1], rgb[i + 2]), (bgr[i + 2], bgr[i + 1], bgr[i]));

            byte[] gray = Pictures.Run(file, _options with { Color = ColorOrder.Gray });
            for (int i = 0; i < gray.Length; i++)
                Assert.InRange(gray[i] - (0.299 * rgb[i * 3] + 0.587 * rgb[i * 3 + 1] + 0.114 * rgb[i * 3 + 2]), -3, 3);
        }
    }

    [Fact]
    public void Alpha_is_dropped_or_blended_over_the_background()
    {
        byte[] file = Encoded.Png(60, 40, opaque: false);
        byte[] rgba = Encoded.Rgba(60, 40, opaque: false);
        byte[] dropped = Pictures.Run(file, _options);
        byte[] blended = Pictures.Run(file, _options with { AlphaBackground = new Rgb24(10, 200, 90) });
        byte[] background = [10, 200, 90];
        for (int i = 0; i < dropped.Length; i++)
        {
            int alpha = rgba[i / 3 * 4 + 3];
            int color = rgba[i / 3 * 4 + i % 3];
            if (alpha > 0)
                Assert.Equal(color, dropped[i]);

            double exact = (color * alpha + background[i % 3] * (255 - alpha)) / 255.0;
            Assert.InRange(blended[i] - exact, -0.5, 0.5);
        }
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(3, false)]
    [InlineData(6, true)]
    [InlineData(8, false)]
    public void Exif_orientation_is_applied_or_not(int orientation, bool littleEndian)
    {
        byte[] file = Encoded.WithOrientation(Encoded.Jpeg(60, 40), orientation, littleEndian);
        bool turned = orientation >= 5;
        PreprocessOptions options = turned ? _options with { Width = 40, Height = 60 } : _options;
        byte[] upright = Pictures.Run(file, options, out PreprocessResult result);
        byte[] stored = Pictures.Run(file, _options with { ApplyExifOrientation = false });

        Assert.Equal((ExifOrientation)orientation, result.Orientation);
        Assert.Equal(turned ? (40, 60) : (60, 40), (result.SourceWidth, result.SourceHeight));
        int corner = orientation switch
        {
            1 => 0,
            3 => 40 * 60 - 1,
            6 => 39 * 60,
            _ => 59,
        };
        Assert.Equal(stored[(corner * 3)..(corner * 3 + 3)], upright[..3]);
    }

    [Fact]
    public void Exif_orientation_of_a_png_is_applied()
    {
        byte[] plain = Encoded.Png(60, 40);
        byte[] expected = Pictures.Run(plain, _options);
        byte[] file = Encoded.WithPngOrientation(plain, 3);
        byte[] actual = Pictures.Run(file, _options, out PreprocessResult result);
        Assert.Equal(ExifOrientation.BottomRight, result.Orientation);
        Assert.Equal(expected[..3], actual[^3..]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(65535)]
    public void A_senseless_orientation_counts_as_none(int orientation)
    {
        Pictures.Run(Encoded.WithOrientation(Encoded.Jpeg(60, 40), orientation, true), _options, out PreprocessResult result);
        Assert.Equal(ExifOrientation.TopLeft, result.Orientation);
    }

    [Theory]
    [InlineData(500, 375, 128, 128, 4)]
    [InlineData(500, 375, 224, 224, 8)]
    [InlineData(500, 375, 250, 188, 4)]
    [InlineData(500, 375, 251, 188, 8)]
    [InlineData(500, 375, 125, 94, 2)]
    [InlineData(500, 375, 63, 47, 1)]
    [InlineData(500, 375, 64, 47, 2)]
    public void A_jpeg_is_decoded_at_the_smallest_size_that_is_enough(int width, int height, int targetWidth, int targetHeight, int eighths)
    {
        byte[] file = Encoded.Jpeg(width, height);
        PreprocessOptions options = _options with { Width = targetWidth, Height = targetHeight, DecodeScale = DecodeScale.Auto, Algorithm = ResizeAlgorithm.OpencvArea };
        foreach (DecoderPreference decoder in new[] { DecoderPreference.Auto, DecoderPreference.Skia })
        {
            byte[] scaled = Pictures.Run(file, options with { Decoder = decoder }, out PreprocessResult result);
            byte[] full = Pictures.Run(file, options with { Decoder = decoder, DecodeScale = DecodeScale.Off }, out PreprocessResult whole);
            Assert.Equal(eighths, result.ScaleNumerator);
            Assert.Equal(8, whole.ScaleNumerator);
            Assert.Equal(whole.Transform, result.Transform);
            Assert.InRange(MeanDifference(full, scaled), 0, eighths == 1 ? 8 : 3);
        }
    }

    [Fact]
    public void A_turned_jpeg_is_scaled_by_its_stored_sides()
    {
        byte[] file = Encoded.WithOrientation(Encoded.Jpeg(500, 375), 6, true);
        PreprocessOptions options = _options with { Width = 188, Height = 250, DecodeScale = DecodeScale.Auto };
        Pictures.Run(file, options, out PreprocessResult result);
        Assert.Equal(4, result.ScaleNumerator);
        Pictures.Run(file, options with { Width = 250, Height = 188 }, out result);
        Assert.Equal(8, result.ScaleNumerator);
    }

    [Fact]
    public void Limits_are_checked_before_decoding()
    {
        byte[] file = Encoded.Jpeg(60, 40);
        Assert.Equal(FailureReason.TooManyPixels, Pictures.Fail(file, _options with { MaxPixels = 60 * 40 - 1 }).Reason);
        Assert.Equal(FailureReason.TooManyBytes, Pictures.Fail(file, _options with { MaxFileBytes = file.Length - 1 }).Reason);
        Pictures.Run(file, _options with { MaxPixels = 60 * 40, MaxFileBytes = file.Length });
    }

    [Fact]
    public void A_region_outside_the_picture_fails_in_preprocessing()
    {
        PreprocessOptions options = _options with { Mode = ResizeMode.FixedRegion, Region = new PixelRegion(50, 0, 11, 10) };
        PreprocessResult result = Pictures.Fail(Encoded.Png(60, 40), options);
        Assert.Equal((PreprocessStage.Preprocess, FailureReason.RegionOutside), (result.Stage, result.Reason));
    }

    [Theory]
    [InlineData("8BPS", "Psd")]
    [InlineData("\0\0\0\u0018ftypavif", "Avif")]
    [InlineData("\0\0\0\u0018ftypheic", "Heif")]
    public void A_format_without_a_decoder_is_named(string start, string name)
    {
        byte[] file = [.. start.Select(c => (byte)c), .. new byte[100]];
        PreprocessResult result = Pictures.Fail(file, _options);
        Assert.Equal(FailureReason.UnsupportedFormat, result.Reason);
        Assert.Contains(name, result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_cut_of_every_file_fails_without_an_exception()
    {
        using var preprocessor = new ImagePreprocessor(_options);
        var output = new byte[_options.OutputBytes];
        foreach (byte[] file in new[] { Encoded.Jpeg(60, 40), Encoded.Png(60, 40), Encoded.Webp(60, 40), Encoded.Bmp(60, 40), Encoded.Tiff(60, 40) })
        {
            for (int length = 0; length < file.Length - 16; length += 1 + length / 40)
                Assert.False(preprocessor.Run(file.AsSpan(0, length), output).Ok, $"{length} of {file.Length} bytes");

            Assert.True(preprocessor.Run(file, output).Ok);
        }
    }

    [Fact]
    public void A_decoder_that_throws_ends_in_a_result()
    {
        using var preprocessor = new ImagePreprocessor(_options, [new Thrower()]);
        PreprocessResult result = preprocessor.Run(Encoded.Png(60, 40), new byte[_options.OutputBytes]);
        Assert.Equal(FailureReason.DecoderFault, result.Reason);
        Assert.Contains("thrower: InvalidTimeZoneException: odd", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_next_decoder_is_asked_when_one_does_not_support_a_variant()
    {
        using var preprocessor = new ImagePreprocessor(_options, [new Refuser(), .. DecoderCatalog.Create(DecoderPreference.Auto)]);
        PreprocessResult result = preprocessor.Run(Encoded.Png(60, 40), new byte[_options.OutputBytes]);
        Assert.True(result.Ok, result.Message);
        Assert.Equal("skia", result.Decoder);
    }

    [Fact]
    public void The_catalog_says_what_is_there()
    {
        IReadOnlyList<DecoderInfo> decoders = DecoderCatalog.Describe();
        Assert.Equal(["turbojpeg", "skia", "libtiff.net"], decoders.Select(d => d.Name));
        Assert.True(decoders[1].Available, decoders[1].Problem);
        Assert.NotNull(decoders[1].Version);
        if (decoders[0].Available)
        {
            Assert.Null(decoders[0].Attempts[^1].Error);
            Assert.True(File.Exists(decoders[0].Location));
            return;
        }

        Assert.Contains("libturbojpeg0", decoders[0].Problem, StringComparison.Ordinal);
        Assert.All(decoders[0].Attempts, attempt => Assert.NotNull(attempt.Error));
        Assert.Throws<ArgumentException>(() => DecoderCatalog.Create(DecoderPreference.Turbojpeg));
    }

    private static byte[] Rgb(byte[] rgba) => [.. rgba.Where((_, i) => i % 4 != 3)];

    private static double MeanDifference(byte[] a, byte[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Average();

    private sealed class Thrower : IImageDecoder
    {
        public string Name => "thrower";

        public bool CanDecode(ImageFormat format) => true;

        public bool CanScale(ImageFormat format, int eighths) => false;

        public DecodeStatus Decode(ReadOnlySpan<byte> encoded, in DecodeRequest request, Span<byte> pixels) =>
            throw new InvalidTimeZoneException("odd");

        public void Dispose()
        {
        }
    }

    private sealed class Refuser : IImageDecoder
    {
        public string Name => "refuser";

        public bool CanDecode(ImageFormat format) => true;

        public bool CanScale(ImageFormat format, int eighths) => false;

        public DecodeStatus Decode(ReadOnlySpan<byte> encoded, in DecodeRequest request, Span<byte> pixels) =>
            new(FailureReason.UnsupportedFormat, "not for me");

        public void Dispose()
        {
        }
    }
}
