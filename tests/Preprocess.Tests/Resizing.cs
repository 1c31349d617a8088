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
        byte[] pixels,
        int width,
        int height,
        PreprocessOptions options,
        SimdLevel level,
        ExifOrientation orientation = ExifOrientation.TopLeft,
        int misalignment = 0)
    {
        using var engine = new ResizeEngine(options.Algorithm, options.Channels, KernelSet.For(level));
        using var writer = new OutputWriter(options, KernelSet.For(level));
        return Run(engine, writer, pixels, width, height, options, orientation, misalignment);
    }

    /// <summary>The same with an engine that was used before. Source and destination start <paramref name="misalignment"/> bytes off.</summary>
    public static byte[] Run(
        ResizeEngine engine,
        OutputWriter writer,
        byte[] pixels,
        int width,
        int height,
        PreprocessOptions options,
        ExifOrientation orientation,
        int misalignment)
    {
        var padded = new byte[misalignment + pixels.Length + Guard];
        pixels.CopyTo(padded, misalignment);
        padded.AsSpan(misalignment + pixels.Length).Fill(0xEE);
        int start = Guard + misalignment;
        int length = (int)options.OutputBytes;
        var target = new byte[start + length + Guard];
        Array.Fill(target, (byte)0xA5);

        bool turned = OrientedView.Of(orientation).Transposed;
        Assert.True(ResizeGeometry.TryPlan(options, turned ? height : width, turned ? width : height, out ResizeGeometry geometry));
        fixed (byte* source = padded)
        fixed (byte* output = target)
        {
            writer.Begin(output + start, geometry);
            engine.Run(new PixelSource(source + misalignment, width, height, options.Channels, orientation), geometry, writer);
            writer.CheckGuards();
        }

        Assert.False(target.AsSpan(0, start).ContainsAnyExcept((byte)0xA5), "wrote before the destination");
        Assert.False(target.AsSpan(start + length).ContainsAnyExcept((byte)0xA5), "wrote after the destination");
        return target[start..(start + length)];
    }
}
