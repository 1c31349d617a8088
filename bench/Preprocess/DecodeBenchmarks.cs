using BenchmarkDotNet.Attributes;
using OpenVinoFlow.Preprocess;

namespace OpenVinoFlow.Benchmarks.Preprocess;

/// <summary>
/// A picture of noise and gradients, 500x375 unless it is called big (4000x2250), in each format, decoded and resized to a square, by each
/// decoder that reads it.
/// </summary>
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
        new("turbojpeg 224", ImageFormat.Jpeg, DecoderPreference.Turbojpeg, DecodeScale.Off, 224, ExifOrientation.TopLeft),
        new("turbojpeg 224 turned", ImageFormat.Jpeg, DecoderPreference.Turbojpeg, DecodeScale.Off, 224, ExifOrientation.RightTop),
        new("turbojpeg 128", ImageFormat.Jpeg, DecoderPreference.Turbojpeg, DecodeScale.Off, 128, ExifOrientation.TopLeft),
        new("turbojpeg 128 scaled", ImageFormat.Jpeg, DecoderPreference.Turbojpeg, DecodeScale.Auto, 128, ExifOrientation.TopLeft),
        new("turbojpeg 60 scaled", ImageFormat.Jpeg, DecoderPreference.Turbojpeg, DecodeScale.Auto, 60, ExifOrientation.TopLeft),
        new("skia jpeg 224", ImageFormat.Jpeg, DecoderPreference.Skia, DecodeScale.Off, 224, ExifOrientation.TopLeft),
        new("skia jpeg 128 scaled", ImageFormat.Jpeg, DecoderPreference.Skia, DecodeScale.Auto, 128, ExifOrientation.TopLeft),
        new("skia png 224", ImageFormat.Png, DecoderPreference.Skia, DecodeScale.Off, 224, ExifOrientation.TopLeft),
        new("skia webp 224", ImageFormat.Webp, DecoderPreference.Skia, DecodeScale.Off, 224, ExifOrientation.TopLeft),
        new("skia bmp 224", ImageFormat.Bmp, DecoderPreference.Skia, DecodeScale.Off, 224, ExifOrientation.TopLeft),
        new("libtiff.net tiff 224", ImageFormat.Tiff, DecoderPreference.Auto, DecodeScale.Off, 224, ExifOrientation.TopLeft),
        new("turbojpeg big", ImageFormat.Jpeg, DecoderPreference.Turbojpeg, DecodeScale.Off, 224, ExifOrientation.TopLeft, 4000, 2250),
        new("turbojpeg big scaled", ImageFormat.Jpeg, DecoderPreference.Turbojpeg, DecodeScale.Auto, 224, ExifOrientation.TopLeft, 4000, 2250),
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
