using OpenVinoFlow.Preprocess;
using OpenVinoFlow.Preprocess.Tests;
using SkiaSharp;

namespace OpenVinoFlow.Benchmarks.Preprocess;

/// <summary>One row of <see cref="DecodeBenchmarks"/>.</summary>
public sealed record DecodeCase(
    string Name,
    ImageFormat Format,
    DecoderPreference Decoder,
    DecodeScale Scale,
    int Side,
    ExifOrientation Orientation,
    int Width = 500,
    int Height = 375)
{
    public override string ToString() => Name;

    /// <summary>The encoded picture.</summary>
    public byte[] MakeFile()
    {
        if (Format is ImageFormat.Bmp or ImageFormat.Tiff)
            return Format == ImageFormat.Bmp ? Encoded.Bmp(Width, Height) : Encoded.Tiff(Width, Height);

        using var bitmap = new SKBitmap(new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        Span<byte> pixels = bitmap.GetPixelSpan();
        var random = new Random(1);
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                Span<byte> pixel = pixels.Slice((y * Width + x) * 4, 4);
                int noise = random.Next(24);
                pixel[0] = (byte)(x / 3 + noise);
                pixel[1] = (byte)(y / 2 + noise);
                pixel[2] = (byte)(90 + 60 * Math.Sin(x * 0.05 + y * 0.03) + noise);
                pixel[3] = 255;
            }
        }

        using SKData data = bitmap.Encode(Enum.Parse<SKEncodedImageFormat>(Format.ToString()), 85);
        byte[] file = data.ToArray();
        if (Orientation == ExifOrientation.TopLeft)
            return file;

        // An EXIF block with one big-endian entry, right after the start of the JPEG.
        byte[] exif =
        [
            0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)Orientation, 0, 0, 0, 0, 0, 0,
        ];
        return [.. file.AsSpan(0, 2), .. exif, .. file.AsSpan(2)];
    }
}
