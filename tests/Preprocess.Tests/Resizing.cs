using OpenVinoFlow.Preprocess.Kernels;
using OpenVinoFlow.Preprocess.Output;
using OpenVinoFlow.Preprocess.Resizing;

namespace OpenVinoFlow.Preprocess.Tests;

/// <summary>Resizes raw pixels, without a decoder.</summary>
internal static unsafe class Resizing
{
    private const int Guard = 64;

    /// <summary>Pixels from the formula of References/make_references.py.</summary>
    public static byte[] Source(int width, int height, int channels, int seed)
    {
        var pixels = new byte[width * height * channels];
        for (int i = 0; i < pixels.Length; i++)
        {
            uint x = (uint)(i + seed) * 2654435761;
            x ^= x >> 15;
            x *= 2246822519;
            pixels[i] = (byte)(x >> 24);
        }

        return pixels;
    }

    /// <summary>Resizes as the options say. Fails when a byte outside the output is written.</summary>
    public static byte[] Run(
        byte[] pixels, int width, int height, PreprocessOptions options, SimdLevel level, ExifOrientation orientation = ExifOrientation.TopLeft)
    {
        using var engine = new ResizeEngine(options.Algorithm, options.Channels, KernelSet.For(level));
        using var writer = new OutputWriter(options, KernelSet.For(level));
        return Run(engine, writer, pixels, width, height, options, orientation);
    }

    public static byte[] Run(
        ResizeEngine engine, OutputWriter writer, byte[] pixels, int width, int height, PreprocessOptions options, ExifOrientation orientation)
    {
        var padded = new byte[pixels.Length + Guard];
        pixels.CopyTo(padded, 0);
        Array.Fill(padded, (byte)0xEE, pixels.Length, Guard);
        var target = new byte[options.OutputBytes + 2 * Guard];
        Array.Fill(target, (byte)0xA5);

        bool turned = OrientedView.Of(orientation).Transposed;
        Assert.True(ResizeGeometry.TryPlan(options, turned ? height : width, turned ? width : height, out ResizeGeometry geometry));
        fixed (byte* source = padded)
        fixed (byte* output = target)
        {
            writer.Begin(output + Guard, geometry);
            engine.Run(new PixelSource(source, width, height, options.Channels, orientation), geometry, writer);
            writer.CheckGuards();
        }

        Assert.False(target.AsSpan(0, Guard).ContainsAnyExcept((byte)0xA5), "wrote before the destination");
        Assert.False(target.AsSpan(target.Length - Guard).ContainsAnyExcept((byte)0xA5), "wrote after the destination");
        return target[Guard..^Guard];
    }
}
