using SkiaSharp;

namespace OpenVinoFlow.Preprocess.Files;

/// <summary>Writes a network's input as a picture, to look at.</summary>
public static class PngFile
{
    /// <summary>Writes interleaved bytes (NHWC) as a PNG; an existing file is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pixels">height x width x channels bytes.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="color">Channels of <paramref name="pixels"/> and their order.</param>
    /// <exception cref="ArgumentException"><paramref name="pixels"/> has another length.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> pixels, int width, int height, ColorOrder color)
    {
        int channels = color == ColorOrder.Gray ? 1 : 3;
        if (width < 1 || height < 1 || pixels.Length != (long)width * height * channels)
            throw new ArgumentException($"{pixels.Length} bytes are not {height}x{width}x{channels}.", nameof(pixels));

        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        Span<byte> target = bitmap.GetPixelSpan();
        int red = color == ColorOrder.Bgr ? 2 : 0;
        int green = channels / 2;
        int blue = channels - 1 - red;
        for (int i = 0; i < width * height; i++)
        {
            target[i * 4] = pixels[i * channels + red];
            target[i * 4 + 1] = pixels[i * channels + green];
            target[i * 4 + 2] = pixels[i * channels + blue];
            target[i * 4 + 3] = 255;
        }

        using FileStream file = File.Create(path);
        if (!bitmap.Encode(file, SKEncodedImageFormat.Png, 100))
            throw new IOException($"{path}: the picture could not be encoded.");
    }
}
