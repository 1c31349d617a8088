using System.Runtime.InteropServices;
using OpenVinoFlow.Preprocess.Decoding.Reduction;
using OpenVinoFlow.Preprocess.Kernels;

namespace OpenVinoFlow.Preprocess.Decoding;

/// <summary>
/// JPEG by libturbojpeg, with its defaults: accurate inverse DCT and interpolated chroma, the pixels of OpenCV and Pillow. CMYK and YCCK
/// files count as inverted, as Adobe writes them, and are converted by Pillow's formula. ICC profiles are ignored.
/// </summary>
internal sealed unsafe class TurboJpegDecoder : IImageDecoder
{
    private const int FormatRgb = 0;
    private const int FormatBgr = 1;
    private const int FormatGray = 6;
    private const int FormatCmyk = 11;
    private const int FlagStopOnWarning = 8192;
    private const int FlagLimitScans = 32768;
    private const int CodeWarning = 0;

    // Below this, making tables can take longer than they save.
    private const int WorthReducing = 64 << 10;

    private readonly TurboJpegLibrary _library;
    private readonly JpegReducer _reducer = new();
    private readonly int _reduceFrom;
    private nint _handle;

    public TurboJpegDecoder(TurboJpegLibrary library, int reduceFrom = WorthReducing)
    {
        _library = library;
        _reduceFrom = reduceFrom;
        _handle = library.InitDecompress();
        if (_handle == 0)
            throw new InvalidOperationException("libturbojpeg could not create a decompressor: out of memory?");
    }

    public string Name => "turbojpeg";

    public bool CanDecode(ImageFormat format) => format == ImageFormat.Jpeg;

    // The inverse DCTs of these sizes have SIMD code in libjpeg-turbo; 3/8 takes longer than 1/2, and 5/8 to 7/8 longer than full size.
    public bool CanScale(ImageFormat format, int eighths) => format == ImageFormat.Jpeg && eighths is 1 or 2 or 4;

    public DecodeStatus Decode(ReadOnlySpan<byte> encoded, in DecodeRequest request, Span<byte> pixels)
    {
        ObjectDisposedException.ThrowIf(_handle == 0, this);

        if (IsWorthReducing(encoded, request) && _reducer.TryReduce(encoded, request.Width, request.Height, out ReadOnlySpan<byte> reduced)
            && Decompress(reduced, request, pixels).Ok)
        {
            return DecodeStatus.Success;
        }

        return Decompress(encoded, request, pixels);
    }

    private DecodeStatus Decompress(ReadOnlySpan<byte> encoded, in DecodeRequest request, Span<byte> pixels)
    {
        fixed (byte* data = encoded)
        fixed (byte* target = pixels)
        {
            var length = new CULong((nuint)encoded.Length);
            int format = request.Cmyk ? FormatCmyk : request.Color switch
            {
                ColorOrder.Rgb => FormatRgb,
                ColorOrder.Bgr => FormatBgr,
                _ => FormatGray,
            };

            // Reads the header again itself; where it finds another size than was asked for, it never writes beyond that.
            int flags = FlagLimitScans | (request.TolerateWarnings ? 0 : FlagStopOnWarning);
            int scaledWidth = request.ScaledWidth;
            int scaledHeight = request.ScaledHeight;
            int pitch = scaledWidth * (request.Cmyk ? 4 : request.Channels);
            if (_library.Decompress(_handle, data, length, target, scaledWidth, pitch, scaledHeight, format, flags) != 0 && !Forgiven(request))
                return Failure();

            if (request.Cmyk)
                PackedPixels.FromInvertedCmyk(target, (nint)scaledWidth * scaledHeight, request.Color);
        }

        return DecodeStatus.Success;
    }

    public void Dispose()
    {
        if (_handle != 0)
            _library.Destroy(_handle);

        _handle = 0;
        _reducer.Dispose();
    }

    // Asked for a size, libturbojpeg takes the largest scale that gives it. Only of a few pixels that is another than 1/8.
    private bool IsWorthReducing(ReadOnlySpan<byte> encoded, in DecodeRequest request) =>
        request.ScaleNumerator == 1 && encoded.Length >= _reduceFrom && Math.Max(request.Width, request.Height) > 4;

    private bool Forgiven(in DecodeRequest request) => request.TolerateWarnings && _library.GetErrorCode(_handle) == CodeWarning;

    private DecodeStatus Failure()
    {
        string text = Marshal.PtrToStringUTF8((nint)_library.GetErrorText(_handle)) ?? "no message";
        return new DecodeStatus(Classify(text), $"libturbojpeg: {text}");
    }

    private static FailureReason Classify(string text)
    {
        if (text.Contains("premature end of JPEG file", StringComparison.OrdinalIgnoreCase))
            return FailureReason.Truncated;

        if (text.Contains("unsupported", StringComparison.OrdinalIgnoreCase) || text.Contains("not supported", StringComparison.OrdinalIgnoreCase))
            return FailureReason.UnsupportedFormat;

        return text.Contains("memory", StringComparison.OrdinalIgnoreCase) ? FailureReason.OutOfMemory : FailureReason.Corrupt;
    }
}
