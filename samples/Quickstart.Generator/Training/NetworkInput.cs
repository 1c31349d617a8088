using SkiaSharp;

namespace OpenVinoFlow.Quickstart.Generator.Training;

/// <summary>
/// From a picture to what the network sees: stretched to 64x64 by bilinear interpolation, RGB, (value - 127.5) / 127.5. The preprocess
/// section of quickstart.yaml asks for the same.
/// </summary>
internal static class NetworkInput
{
    /// <summary>Width and height in pixels.</summary>
    public const int Size = 64;

    /// <summary>Red, green, blue.</summary>
    public const int Channels = 3;

    /// <summary>Subtracted from each channel.</summary>
    public const float Mean = 127.5f;

    /// <summary>Divides each channel after the mean is subtracted.</summary>
    public const float Scale = 127.5f;

    private const int BytesPerPixel = 4;

    /// <summary>Writes one picture as three planes of 64x64 values.</summary>
    /// <param name="picture">8-bit RGBA, of any size.</param>
    /// <param name="planes">Where the red plane starts.</param>
    /// <param name="planeStride">Distance from one plane to the next; 4096 where they follow one another.</param>
    public static void Write(SKBitmap picture, Span<float> planes, int planeStride)
    {
        if (picture.ColorType != SKColorType.Rgba8888)
            throw new ArgumentException($"The picture is {picture.ColorType}, but must be {SKColorType.Rgba8888}.", nameof(picture));

        ReadOnlySpan<byte> pixels = picture.GetPixelSpan();
        int rowBytes = picture.RowBytes;
        Span<Tap> taps = stackalloc Tap[Size];
        Interpolate(picture.Width, taps);
        Span<Tap> rowTaps = stackalloc Tap[Size];
        Interpolate(picture.Height, rowTaps);

        for (int y = 0; y < Size; y++)
        {
            Tap row = rowTaps[y];
            ReadOnlySpan<byte> upper = pixels[(row.First * rowBytes)..];
            ReadOnlySpan<byte> lower = pixels[(row.Second * rowBytes)..];
            for (int x = 0; x < Size; x++)
            {
                Tap column = taps[x];
                int left = column.First * BytesPerPixel;
                int right = column.Second * BytesPerPixel;
                for (int channel = 0; channel < Channels; channel++)
                {
                    float above = column.Mix(upper[left + channel], upper[right + channel]);
                    float below = column.Mix(lower[left + channel], lower[right + channel]);
                    float value = MathF.Round(row.Mix(above, below));
                    planes[channel * planeStride + y * Size + x] = (value - Mean) / Scale;
                }
            }
        }
    }

    /// <summary>Finds for each target pixel the two source pixels whose centres enclose its own, as OpenCV's INTER_LINEAR does.</summary>
    private static void Interpolate(int sourceSize, Span<Tap> taps)
    {
        float step = (float)sourceSize / Size;
        for (int i = 0; i < Size; i++)
        {
            float centre = Math.Clamp((i + 0.5f) * step - 0.5f, 0, sourceSize - 1);
            int first = (int)centre;
            taps[i] = new Tap(first, Math.Min(first + 1, sourceSize - 1), centre - first);
        }
    }

    /// <summary>Two neighbouring source pixels and the share of the second.</summary>
    private readonly record struct Tap(int First, int Second, float SecondShare)
    {
        public float Mix(float first, float second) => first + (second - first) * SecondShare;
    }
}
