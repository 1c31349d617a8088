using OpenVinoFlow.Preprocess.Tests;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Preprocess.ImageSharp.Tests;

public sealed class ImageSharpDecoderTests
{
    private static readonly PreprocessOptions _options = new() { Width = 60, Height = 40, DecodeScale = DecodeScale.Off };

    [Fact]
    public void Lossless_formats_give_the_pixels_of_the_built_in_decoders()
    {
        foreach (byte[] file in new[] { Encoded.Png(60, 40), Encoded.Bmp(60, 40), Encoded.Tiff(60, 40), Encoded.Png(60, 40, opaque: false) })
        {
            foreach (ColorOrder color in new[] { ColorOrder.Rgb, ColorOrder.Bgr })
                Assert.InRange(Differences(file, _options with { Color = color }).Max(), 0, 0);
        }

        PreprocessOptions background = _options with { AlphaBackground = new Rgb24(10, 200, 90) };
        Assert.InRange(Differences(Encoded.Png(60, 40, opaque: false), background).Max(), 0, 1);
    }

    [Fact]
    public void Lossy_formats_come_close_to_the_built_in_decoders()
    {
        Assert.InRange(Differences(Encoded.Jpeg(60, 40), _options).Average(), 0, 5);
        Assert.InRange(Differences(Encoded.Webp(60, 40), _options).Average(), 0, 1.5);
    }

    [Fact]
    public void Orientation_and_resize_are_those_of_the_preprocessor()
    {
        byte[] file = Encoded.WithOrientation(Encoded.Jpeg(60, 40), 6, true);
        Assert.InRange(Differences(file, _options with { Width = 20, Height = 30 }).Average(), 0, 5);
    }

    [Fact]
    public void A_truncated_jpeg_fails_unless_warnings_are_tolerated()
    {
        byte[] file = Encoded.Jpeg(60, 40)[..^200];
        var output = new byte[_options.OutputBytes];
        using var strict = new ImagePreprocessor(_options, [new ImageSharpDecoder()]);
        Assert.Equal(FailureReason.Truncated, strict.Run(file, output).Reason);
        using var tolerant = new ImagePreprocessor(_options with { TolerateWarnings = true }, [new ImageSharpDecoder()]);
        Assert.True(tolerant.Run(file, output).Ok);
    }

    [Fact]
    public void Photos_come_close_to_the_built_in_decoder()
    {
        string[] files = [.. Directory.EnumerateFiles(SharedAssets.RequireImages("photos"), "*.jpg").Order(StringComparer.Ordinal).Take(40)];
        PreprocessOptions options = _options with { Width = 224, Height = 224 };
        int[] differences = [.. files.SelectMany(file => Differences(File.ReadAllBytes(file), options))];
        TestContext.Current.TestOutputHelper?.WriteLine($"mean difference {differences.Average():F3}, largest {differences.Max()}");
        Assert.InRange(differences.Average(), 0, 3);
    }

    [Fact]
    public void Every_file_of_the_collection_ends_in_a_result()
    {
        string folder = SharedAssets.RequireImages("formats");
        using var preprocessor = new ImagePreprocessor(_options, [new ImageSharpDecoder()]);
        var output = new byte[_options.OutputBytes];
        int good = 0;
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            PreprocessResult result = preprocessor.Run(File.ReadAllBytes(path), output);
            TestContext.Current.TestOutputHelper?.WriteLine($"{Path.GetFileName(path)}: {result.Reason.ToText()} {result.Message}");
            Assert.NotEqual(FailureReason.DecoderFault, result.Reason);
            good += result.Ok ? 1 : 0;
        }

        Assert.True(good >= 25);
    }

    // Explicit: a measurement, not a check. The program of these tests runs it with -explicit only -showliveoutput.
    [Fact(Explicit = true)]
    public void Speed_beside_the_built_in_decoder()
    {
        byte[][] files = [.. Directory.EnumerateFiles(SharedAssets.RequireImages("photos"), "*.jpg").Order(StringComparer.Ordinal).Take(40).Select(File.ReadAllBytes)];
        PreprocessOptions options = _options with { Width = 224, Height = 224 };
        using var ours = new ImagePreprocessor(options);
        using var theirs = new ImagePreprocessor(options, [new ImageSharpDecoder()]);
        var output = new byte[options.OutputBytes];
        var ratios = new List<double>();
        for (int round = 0; round < 20; round++)
        {
            double built = Milliseconds(ours, files, output);
            double imageSharp = Milliseconds(theirs, files, output);
            if (round >= 5)
                ratios.Add(imageSharp / built);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Milliseconds(theirs, files, output);
        long allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / files.Length;
        ratios.Sort();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"time of ImageSharp / of the built-in decoder: median {ratios[ratios.Count / 2]:F2}, {ratios[0]:F2}..{ratios[^1]:F2}; {allocated} bytes allocated a picture");
    }

    private static double Milliseconds(ImagePreprocessor preprocessor, byte[][] files, byte[] output)
    {
        TimeSpan started = Environment.CpuUsage.TotalTime;
        foreach (byte[] file in files)
            Assert.True(preprocessor.Run(file, output).Ok);

        return (Environment.CpuUsage.TotalTime - started).TotalMilliseconds;
    }

    private static int[] Differences(byte[] file, PreprocessOptions options)
    {
        using var ours = new ImagePreprocessor(options);
        using var theirs = new ImagePreprocessor(options, [new ImageSharpDecoder()]);
        var expected = new byte[options.OutputBytes];
        var actual = new byte[options.OutputBytes];
        Assert.True(ours.Run(file, expected).Ok);
        PreprocessResult result = theirs.Run(file, actual);
        Assert.True(result.Ok, result.Message);
        Assert.Equal("imagesharp", result.Decoder);
        return [.. expected.Zip(actual, (a, b) => Math.Abs(a - b))];
    }
}
