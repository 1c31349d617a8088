using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenVinoFlow.Preprocess.Kernels;

/// <summary>Four-byte pixels, as decoders write them, to packed pixels of three bytes or one, in place.</summary>
internal static unsafe class PackedPixels
{
    // Luma weights of OpenCV's cvtColor, in units of 1/32768.
    private const int RedWeight = 9798;
    private const int GreenWeight = 19235;
    private const int BlueWeight = 3735;

    /// <summary>From RGBA; alpha is blended over <paramref name="background"/>, or dropped when that is null.</summary>
    public static void FromRgba(byte* pixels, nint count, ColorOrder color, Rgb24? background)
    {
        if (background is { } below)
            Blend(pixels, count, below);

        switch (color)
        {
            case ColorOrder.Gray:
                ToGray(pixels, count);
                break;
            case ColorOrder.Rgb:
                DropFourth(pixels, count, swap: false);
                break;
            default:
                DropFourth(pixels, count, swap: true);
                break;
        }
    }

    /// <summary>From CMYK as Adobe stores it (inverted, so that 255 is no ink), by Pillow's formula.</summary>
    public static void FromInvertedCmyk(byte* pixels, nint count, ColorOrder color)
    {
        for (nint i = 0; i < count; i++)
        {
            byte* pixel = pixels + i * 4;
            int light = pixel[3];
            pixel[0] = (byte)(light - Divide255((255 - pixel[0]) * light));
            pixel[1] = (byte)(light - Divide255((255 - pixel[1]) * light));
            pixel[2] = (byte)(light - Divide255((255 - pixel[2]) * light));
        }

        FromRgba(pixels, count, color, null);
    }

    private static void Blend(byte* pixels, nint count, Rgb24 below)
    {
        for (nint i = 0; i < count; i++)
        {
            byte* pixel = pixels + i * 4;
            int alpha = pixel[3];
            pixel[0] = (byte)Divide255(pixel[0] * alpha + below.R * (255 - alpha));
            pixel[1] = (byte)Divide255(pixel[1] * alpha + below.G * (255 - alpha));
            pixel[2] = (byte)Divide255(pixel[2] * alpha + below.B * (255 - alpha));
        }
    }

    private static void ToGray(byte* pixels, nint count)
    {
        for (nint i = 0; i < count; i++)
        {
            byte* pixel = pixels + i * 4;
            pixels[i] = (byte)((pixel[0] * RedWeight + pixel[1] * GreenWeight + pixel[2] * BlueWeight + (1 << 14)) >> 15);
        }
    }

    // A vector's store ends at or before the place where the next load begins, so that packing in place loses nothing.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DropFourth(byte* pixels, nint count, bool swap)
    {
        nint i = 0;
        if (Ssse3.IsSupported)
        {
            Vector128<byte> order = swap ? Shuffles.DropFourth8Swapped : Shuffles.DropFourth8;
            for (; i <= count - 4; i += 4)
                Ssse3.Shuffle(Vector128.Load(pixels + i * 4), order).Store(pixels + i * 3);
        }

        for (; i < count; i++)
        {
            byte first = pixels[i * 4 + (swap ? 2 : 0)];
            byte second = pixels[i * 4 + 1];
            byte third = pixels[i * 4 + (swap ? 0 : 2)];
            pixels[i * 3] = first;
            pixels[i * 3 + 1] = second;
            pixels[i * 3 + 2] = third;
        }
    }

    // n / 255, rounded, for 0 <= n <= 255 * 255.
    private static int Divide255(int n)
    {
        int t = n + 128;
        return (t + (t >> 8)) >> 8;
    }
}
