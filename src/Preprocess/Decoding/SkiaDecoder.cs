using OpenVinoFlow.Preprocess.Kernels;
using static OpenVinoFlow.Preprocess.Decoding.SkiaInterop;

namespace OpenVinoFlow.Preprocess.Decoding;

/// <summary>PNG, WebP, BMP, GIF and JPEG by Skia, without colour management. Of a file with several frames, the first.</summary>
internal sealed unsafe class SkiaDecoder : IImageDecoder
{
    private const int NotZeroInitialized = 1;
    private const int NoPriorFrame = -1;

    public string Name => "skia";

    public bool CanDecode(ImageFormat format) =>
        format is ImageFormat.Jpeg or ImageFormat.Png or ImageFormat.Webp or ImageFormat.Bmp or ImageFormat.Gif;

    public bool CanScale(ImageFormat format, int eighths) => format == ImageFormat.Jpeg && eighths is 1 or 2 or 4;

    public DecodeStatus Decode(ReadOnlySpan<byte> encoded, in DecodeRequest request, Span<byte> pixels)
    {
        fixed (byte* source = encoded)
        fixed (byte* target = pixels)
        {
            nint data = DataNew(source, encoded.Length, 0, 0);
            nint codec = CodecNew(data);
            DataRelease(data);
            if (codec == 0)
                return new DecodeStatus(FailureReason.Corrupt, $"Skia cannot read the {request.Format} header");

            try
            {
                return Decode(codec, request, target);
            }
            finally
            {
                CodecDestroy(codec);
            }
        }
    }

    public void Dispose()
    {
    }

    private static DecodeStatus Decode(nint codec, in DecodeRequest request, byte* target)
    {
        ImageInfo info;
        CodecGetInfo(codec, &info);
        if (info.Width != request.Width || info.Height != request.Height)
            return ImageHeader.Damaged(request.Format, $"it says {request.Width}x{request.Height} and {info.Width}x{info.Height} pixels");

        bool opaque = info.AlphaType == AlphaOpaque;
        info.ColorSpace = 0;
        info.Width = request.ScaledWidth;
        info.Height = request.ScaledHeight;
        info.ColorType = ColorTypeRgba8888;
        info.AlphaType = opaque ? AlphaOpaque : AlphaUnpremultiplied;

        var options = new CodecOptions { ZeroInitialized = NotZeroInitialized, PriorFrame = NoPriorFrame };
        CodecResult result = CodecGetPixels(codec, &info, target, (nint)info.Width * 4, &options);
        bool damaged = result is CodecResult.IncompleteInput or CodecResult.ErrorInInput;
        if (result != CodecResult.Success && !(damaged && request.TolerateWarnings))
            return Failure(result, request.Format);

        PackedPixels.FromRgba(target, (nint)info.Width * info.Height, request.Color, opaque ? null : request.AlphaBackground);
        return DecodeStatus.Success;
    }

    private static DecodeStatus Failure(CodecResult result, ImageFormat format)
    {
        (FailureReason reason, string text) = result switch
        {
            CodecResult.IncompleteInput => (FailureReason.Truncated, $"the {format} data ends too early"),
            CodecResult.ErrorInInput or CodecResult.InvalidInput => (FailureReason.Corrupt, $"the {format} data is damaged"),
            CodecResult.InvalidConversion or CodecResult.Unimplemented => (FailureReason.UnsupportedFormat, $"this variant of {format} is not supported"),
            CodecResult.InternalError => (FailureReason.OutOfMemory, "the decoder could not get the memory it needs"),
            _ => (FailureReason.DecoderFault, $"the decoder ended with {result}"),
        };

        return new DecodeStatus(reason, $"Skia: {text}");
    }
}
