using BenchmarkDotNet.Attributes;
using OpenVinoFlow.Preprocess;
using SkiaSharp;

namespace OpenVinoFlow.Benchmarks.Preprocess;

/// <summary>A 500x375 picture of noise and gradients in each format, decoded and resized to 224x224 or 128x128, by each decoder that reads it.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
[MinColumn]
public class DecodeBenchmarks
{
    private ImagePreprocessor _preprocessor = null!;
    private byte[] _file = [];
    private byte[] _output = [];

    [ParamsSource(nameof(Cases))]
    public DecodeCase Case { get; set; } = null!;

    public static IEnumerable<DecodeCase> Cases =>
    [
        new("turbojpeg 224", SKEncodedImageFormat.Jpeg, DecoderPreference.Turbojpeg, DecodeScale.Off, 224, ExifOrientation.TopLeft),
        new("turbojpeg 224 turned", SKEncodedImageFormat.Jpeg, DecoderPreference.Turbojpeg, DecodeScale.Off, 224, ExifOrientation.RightTop),
        new("turbojpeg 128", SKEncodedImageFormat.Jpeg, DecoderPreference.Turbojpeg, DecodeScale.Off, 128, ExifOrientation.TopLeft),
        new("turbojpeg 128 scaled", SKEncodedImageFormat.Jpeg, DecoderPreference.Turbojpeg, DecodeScale.Auto, 128, ExifOrientation.TopLeft),
        new("turbojpeg 60 scaled", SKEncodedImageFormat.Jpeg, DecoderPreference.Turbojpeg, DecodeScale.Auto, 60, ExifOrientation.TopLeft),
        new("skia jpeg 224", SKEncodedImageFormat.Jpeg, DecoderPreference.Skia, DecodeScale.Off, 224, ExifOrientation.TopLeft),
        new("skia jpeg 128 scaled", SKEncodedImageFormat.Jpeg, DecoderPreference.Skia, DecodeScale.Auto, 128, ExifOrientation.TopLeft),
        new("skia png 224", SKEncodedImageFormat.Png, DecoderPreference.Skia, DecodeScale.Off, 224, ExifOrientation.TopLeft),
        new("skia webp 224", SKEncodedImageFormat.Webp, DecoderPreference.Skia, DecodeScale.Off, 224, ExifOrientation.TopLeft),
    ];

    [GlobalSetup]
    public void Setup()
    {
        var options = new PreprocessOptions { Width = Case.Side, Height = Case.Side, Decoder = Case.Decoder, DecodeScale = Case.Scale };
        _preprocessor = new ImagePreprocessor(options);
        _output = new byte[options.OutputBytes];
        _file = Case.MakeFile();
        PreprocessResult result = _preprocessor.Run(_file, _output);
        if (!result.Ok || result.Orientation != Case.Orientation)
            throw new InvalidOperationException($"{Case}: {result.Reason}: {result.Message}");
    }

    [GlobalCleanup]
    public void Cleanup() => _preprocessor.Dispose();

    [Benchmark]
    public bool DecodeAndResize() => _preprocessor.Run(_file, _output).Ok;
}
