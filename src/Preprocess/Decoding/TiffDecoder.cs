using System.Runtime.InteropServices;
using BitMiracle.LibTiff.Classic;
using OpenVinoFlow.Preprocess.Kernels;

namespace OpenVinoFlow.Preprocess.Decoding;

/// <summary>
/// The first page of a TIFF file by LibTiff.NET, which is managed code: unlike the other decoders it allocates, and it is slow. It lays
/// transparent pixels over black, whatever background is asked for. ICC profiles are ignored.
/// </summary>
internal sealed unsafe class TiffDecoder : IImageDecoder
{
    private int[] _raster = [];

    static TiffDecoder() => Tiff.SetErrorHandler(new QuietTiffErrors());

    public string Name => "libtiff.net";

    public bool CanDecode(ImageFormat format) => format == ImageFormat.Tiff;

    public bool CanScale(ImageFormat format, int eighths) => false;

    public DecodeStatus Decode(ReadOnlySpan<byte> encoded, in DecodeRequest request, Span<byte> pixels)
    {
        QuietTiffErrors.Last = null;
        int count = request.Width * request.Height;
        if (_raster.Length < count)
            _raster = new int[count];

        fixed (byte* data = encoded)
        {
            try
            {
                using Tiff? tiff = Tiff.ClientOpen("picture", "r", new object(), new PinnedTiffStream(data, encoded.Length));
                if (tiff is null)
                    return Failure("the header cannot be read");

                if (!tiff.RGBAImageOK(out string problem))
                    return new DecodeStatus(FailureReason.UnsupportedFormat, $"LibTiff: {problem}");

                // Asking for the orientation the page has leaves the pixels as they are stored.
                FieldValue[]? stored = tiff.GetField(TiffTag.ORIENTATION);
                Orientation orientation = stored is null ? Orientation.TOPLEFT : (Orientation)stored[0].ToInt();
                if (!tiff.ReadRGBAImageOriented(request.Width, request.Height, _raster, orientation, !request.TolerateWarnings))
                    return Failure("the data is damaged");
            }
#pragma warning disable CA1031 // Damaged tags end in exceptions of many kinds inside the library.
            catch (Exception e) when (e is not OutOfMemoryException)
#pragma warning restore CA1031
            {
                return new DecodeStatus(FailureReason.Corrupt, $"LibTiff: {e.GetType().Name}: {e.Message}");
            }
        }

        MemoryMarshal.AsBytes(_raster.AsSpan(0, count)).CopyTo(pixels);
        fixed (byte* target = pixels)
            PackedPixels.FromRgba(target, count, request.Color, null);

        return DecodeStatus.Success;
    }

    public void Dispose()
    {
    }

    private static DecodeStatus Failure(string otherwise)
    {
        string text = QuietTiffErrors.Last ?? otherwise;
        bool cut = text.Contains("read error", StringComparison.OrdinalIgnoreCase) || text.Contains("not enough data", StringComparison.OrdinalIgnoreCase);
        return new DecodeStatus(cut ? FailureReason.Truncated : FailureReason.Corrupt, $"LibTiff: {text}");
    }
}
