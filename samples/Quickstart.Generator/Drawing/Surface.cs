using System.Runtime.InteropServices;
using SkiaSharp;

namespace OpenVinoFlow.Quickstart.Generator.Drawing;

/// <summary>
/// What fills every pixel: the background, the light and the grain. In integers, so that a picture has the same bytes on every processor;
/// Skia's own shaders pick floating-point code by what the processor offers.
/// </summary>
internal static class Surface
{
    private const int BytesPerPixel = 4;

    /// <summary>Shares are counted in parts of 2^16.</summary>
    private const int ShareBits = 16;

    /// <summary>Brightness is counted in parts of 2^8.</summary>
    private const int LightBits = 8;

    /// <summary>Fills the picture with a colour that turns into another from one side to the opposite.</summary>
    public static void FillGradient(SKBitmap picture, SKColor start, SKColor end, SeededRandom random)
    {
        (int width, int height) = (picture.Width, picture.Height);

        // The share of the end colour grows, or falls, by so much with each pixel to the right and each pixel down.
        int slant = random.Below((1 << ShareBits) + 1);
        int across = slant / width;
        int down = ((1 << ShareBits) - slant) / height;
        if (random.Chance(0.5f))
            across = -across;

        int rowShare = across < 0 ? -across * width : 0;
        for (int y = 0; y < height; y++, rowShare += down)
        {
            int share = rowShare;
            foreach (ref Rgba pixel in Row(picture, y))
            {
                pixel = new Rgba(
                    Blend(start.Red, end.Red, share),
                    Blend(start.Green, end.Green, share),
                    Blend(start.Blue, end.Blue, share),
                    byte.MaxValue);
                share += across;
            }
        }
    }

    /// <summary>Lights the picture from a lamp somewhere above it and adds film grain of a random strength.</summary>
    /// <param name="picture">The picture, 8-bit RGBA.</param>
    /// <param name="strongestGrain">The largest change of a channel by grain, 0 for none.</param>
    /// <param name="random">Where lamp and grain come from.</param>
    public static void LightAndGrain(SKBitmap picture, int strongestGrain, SeededRandom random)
    {
        (int width, int height) = (picture.Width, picture.Height);
        int lampX = random.Below(width);
        int lampY = random.Below(height);
        int brightest = (1 << LightBits) - 40 + random.Below(81);
        int falloff = (random.Below(1 << (LightBits - 1)) << ShareBits) / (width * width + height * height);
        int grain = random.Below(strongestGrain + 1);
        uint grainBits = (uint)random.NextBits();

        for (int y = 0; y < height; y++)
        {
            int x = 0;
            foreach (ref Rgba pixel in Row(picture, y))
            {
                int distance = (x - lampX) * (x - lampX) + (y - lampY) * (y - lampY);
                int light = brightest - (distance * falloff >> ShareBits);
                grainBits = grainBits * 1664525 + 1013904223;
                int speckle = Speckle(grain, grainBits);
                pixel = new Rgba(
                    Lit(pixel.Red, light, speckle),
                    Lit(pixel.Green, light, speckle),
                    Lit(pixel.Blue, light, speckle),
                    pixel.Alpha);
                x++;
            }
        }
    }

    private static Span<Rgba> Row(SKBitmap picture, int y) =>
        MemoryMarshal.Cast<byte, Rgba>(picture.GetPixelSpan().Slice(y * picture.RowBytes, picture.Width * BytesPerPixel));

    private static byte Blend(byte start, byte end, int share) => (byte)(start + ((end - start) * share >> ShareBits));

    private static byte Lit(byte channel, int light, int speckle) => (byte)Math.Clamp((channel * light >> LightBits) + speckle, 0, 255);

    /// <summary>A change between -<paramref name="grain"/> and +<paramref name="grain"/>, small ones being likelier.</summary>
    private static int Speckle(int grain, uint bits) => ((int)(bits >> 24) + (int)(bits >> 16 & 0xFF) - 255) * grain >> 8;

    private readonly record struct Rgba(byte Red, byte Green, byte Blue, byte Alpha);
}
