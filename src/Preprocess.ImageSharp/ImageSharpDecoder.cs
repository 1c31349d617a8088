using OpenVinoFlow.Preprocess.Decoding;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;
using IImageDecoder = OpenVinoFlow.Preprocess.Decoding.IImageDecoder;

namespace OpenVinoFlow.Preprocess.ImageSharp;

/// <summary>
/// ImageSharp as a decoder for <see cref="ImagePreprocessor"/>: managed code, no native library. Pixels of JPEG files differ slightly from
/// those of libjpeg, and damaged ones are filled up without a word unless their end is missing; see docs/preprocess.md. One for each worker.
/// </summary>
public sealed class ImageSharpDecoder : IImageDecoder
{
    private readonly Configuration _configuration;

    /// <summary>A decoder that refuses to allocate more than a limit for one picture.</summary>
    /// <param name="memoryLimitMegabytes">Largest buffer ImageSharp may allocate, in MiB.</param>
    public ImageSharpDecoder(int memoryLimitMegabytes = 1024)
    {
        _configuration = Configuration.Default.Clone();
        _configuration.MemoryAllocator = MemoryAllocator.Create(new MemoryAllocatorOptions { AllocationLimitMegabytes = memoryLimitMegabytes });
        _configuration.MaxDegreeOfParallelism = 1;
    }

    /// <inheritdoc/>
    public string Name => "imagesharp";

    /// <inheritdoc/>
    public bool CanDecode(ImageFormat format) =>
        format is ImageFormat.Jpeg or ImageFormat.Png or ImageFormat.Webp or ImageFormat.Bmp or ImageFormat.Gif or ImageFormat.Tiff;

    /// <inheritdoc/>
    public bool CanScale(ImageFormat format, int eighths) => false;

    /// <inheritdoc/>
    public DecodeStatus Decode(ReadOnlySpan<byte> encoded, in DecodeRequest request, Span<byte> pixels)
    {
        if (request.Format == ImageFormat.Jpeg && !request.TolerateWarnings && !HasEnd(encoded))
            return new DecodeStatus(FailureReason.Truncated, "ImageSharp: the JPEG has no end marker");

        var options = new DecoderOptions { Configuration = _configuration, MaxFrames = 1, SkipMetadata = true };
        try
        {
            return request.Color switch
            {
                ColorOrder.Rgb => Decode<SixLabors.ImageSharp.PixelFormats.Rgb24>(encoded, options, request, pixels),
                ColorOrder.Bgr => Decode<Bgr24>(encoded, options, request, pixels),
                _ => Decode<L8>(encoded, options, request, pixels),
            };
        }
        catch (NotSupportedException e)
        {
            return new DecodeStatus(FailureReason.UnsupportedFormat, $"ImageSharp: {e.Message}");
        }
        catch (UnknownImageFormatException e)
        {
            return new DecodeStatus(FailureReason.UnsupportedFormat, $"ImageSharp: {e.Message}");
        }
        catch (InvalidMemoryOperationException e)
        {
            return new DecodeStatus(FailureReason.OutOfMemory, $"ImageSharp: {e.Message}");
        }
#pragma warning disable CA1031 // Damaged files end in exceptions of many kinds inside the library.
        catch (Exception e) when (e is not OutOfMemoryException)
#pragma warning restore CA1031
        {
            return new DecodeStatus(FailureReason.Corrupt, $"ImageSharp: {e.GetType().Name}: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    // ImageSharp fills up a JPEG that ends too early; the missing end marker is what can be seen from outside.
    private static bool HasEnd(ReadOnlySpan<byte> jpeg)
    {
        int scan = jpeg.IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        return scan >= 0 && jpeg[scan..].LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xD9]) >= 0;
    }

    private static DecodeStatus Decode<TPixel>(ReadOnlySpan<byte> encoded, DecoderOptions options, in DecodeRequest request, Span<byte> pixels)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        if (request.AlphaBackground is not { } below)
        {
            using Image<TPixel> image = Image.Load<TPixel>(options, encoded);
            return Copy(image, request, pixels);
        }

        using Image<Rgba32> transparent = Image.Load<Rgba32>(options, encoded);
        transparent.Mutate(context => context.BackgroundColor(Color.FromRgb(below.R, below.G, below.B)));
        using Image<TPixel> blended = transparent.CloneAs<TPixel>();
        return Copy(blended, request, pixels);
    }

    private static DecodeStatus Copy<TPixel>(Image<TPixel> image, in DecodeRequest request, Span<byte> pixels)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        if (image.Width != request.Width || image.Height != request.Height)
        {
            string sizes = $"{request.Width}x{request.Height} and {image.Width}x{image.Height}";
            return new DecodeStatus(FailureReason.Corrupt, $"ImageSharp: the header says {sizes} pixels");
        }

        image.CopyPixelDataTo(pixels[..(request.Width * request.Height * request.Channels)]);
        return DecodeStatus.Success;
    }
}
