using CsCheck;
using OpenVinoFlow.Preprocess.Kernels;
using OpenVinoFlow.Preprocess.Output;
using OpenVinoFlow.Preprocess.Resizing;

namespace OpenVinoFlow.Preprocess.Tests;

public sealed class KernelTests
{
    private static readonly Gen<Case> _cases = Gen.Select(
        Gen.Select(Gen.Enum<ResizeAlgorithm>(), Gen.Enum<ResizeMode>(), Gen.Enum<ColorOrder>()),
        Gen.Select(Gen.Enum<PixelType>(), Gen.Enum<TensorLayout>(), Gen.Enum<ExifOrientation>()),
        Gen.Select(Gen.Int[1, 90], Gen.Int[1, 90], Gen.Int[1, 150], Gen.Int[1, 40]),
        Gen.Select(Gen.Int[0, 63], Gen.Int[0, 1000], Gen.Bool),
        (how, output, sizes, rest) => new Case(
            how.Item1, how.Item2, how.Item3, output.Item1, output.Item2, output.Item3,
            sizes.Item1, sizes.Item2, sizes.Item3, sizes.Item4, rest.Item1, rest.Item2, rest.Item3));

    [Fact]
    public void Every_level_gives_the_bytes_of_the_scalar_kernels() => _cases.Sample(
        sample =>
        {
            byte[] pixels = Resizing.Source(sample.Width, sample.Height, sample.Options.Channels, sample.Seed);
            byte[] expected = Resizing.Run(pixels, sample.Width, sample.Height, sample.Options, SimdLevel.Scalar, sample.Orientation);
            foreach (SimdLevel level in Levels.Available)
            {
                byte[] actual = Resizing.Run(
                    pixels, sample.Width, sample.Height, sample.Options, level, sample.Orientation, sample.Misalignment);
                Assert.True(expected.AsSpan().SequenceEqual(actual), $"{level} differs");
            }
        },
        iter: 3000);

    [Fact]
    public void An_orientation_gives_the_bytes_of_pixels_that_were_turned_before() => _cases.Sample(
        sample =>
        {
            int channels = sample.Options.Channels;
            byte[] pixels = Resizing.Source(sample.Width, sample.Height, channels, sample.Seed);
            bool turned = OrientedView.Of(sample.Orientation).Transposed;
            (int width, int height) = turned ? (sample.Height, sample.Width) : (sample.Width, sample.Height);
            byte[] upright = Turn(pixels, sample.Width, sample.Height, channels, sample.Orientation);
            byte[] expected = Resizing.Run(upright, width, height, sample.Options, SimdLevels.Best);
            byte[] actual = Resizing.Run(pixels, sample.Width, sample.Height, sample.Options, SimdLevels.Best, sample.Orientation);
            Assert.True(expected.AsSpan().SequenceEqual(actual));
        },
        iter: 2000);

    [Fact]
    public void Tables_of_one_picture_do_not_leak_into_the_next() => Gen.Select(Gen.Enum<ResizeAlgorithm>(), _cases.Array[2, 6]).Sample(
        (algorithm, samples) =>
        {
            PreprocessOptions options = samples[0].Options with { Algorithm = algorithm, Mode = ResizeMode.Letterbox };
            using var engine = new ResizeEngine(algorithm, options.Channels, KernelSet.Best);
            using var writer = new OutputWriter(options, KernelSet.Best);
            foreach (Case sample in samples.Concat(samples))
            {
                byte[] pixels = Resizing.Source(sample.Width, sample.Height, options.Channels, sample.Seed);
                byte[] expected = Resizing.Run(pixels, sample.Width, sample.Height, options, SimdLevels.Best, sample.Orientation);
                byte[] actual = Resizing.Run(engine, writer, pixels, sample.Width, sample.Height, options, sample.Orientation, 0);
                Assert.True(expected.AsSpan().SequenceEqual(actual));
            }
        },
        iter: 200);

    [Fact]
    public unsafe void Narrow_floats_are_rounded_to_nearest_even()
    {
        Gen<float> values = Gen.OneOf(Gen.Float[-70000, 70000], Gen.Float[-1e-3f, 1e-3f], Gen.Float[-1e-7f, 1e-7f], Gen.Const(65519.99f), Gen.Const(65520f));
        values.Array[0, 40].Sample(
            source =>
            {
                var half = new ushort[source.Length + 1];
                var brain = new ushort[source.Length + 1];
                foreach (SimdLevel level in Levels.Available)
                {
                    KernelSet kernels = KernelSet.For(level);
                    fixed (float* from = source)
                    fixed (ushort* toHalf = half)
                    fixed (ushort* toBrain = brain)
                    {
                        kernels.OutputHalf(from, toHalf, source.Length);
                        kernels.OutputBFloat16(from, toBrain, source.Length);
                    }

                    for (int i = 0; i < source.Length; i++)
                    {
                        Assert.Equal(BitConverter.HalfToUInt16Bits((Half)source[i]), half[i]);
                        Assert.Equal(NearestBFloat16(source[i]), brain[i]);
                    }

                    Assert.Equal(0, half[^1]);
                    Assert.Equal(0, brain[^1]);
                }
            },
            iter: 2000);
    }

    private static ushort NearestBFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        uint below = bits & 0xFFFF_0000;
        uint above = below + 0x1_0000;
        double down = Math.Abs((double)value - BitConverter.UInt32BitsToSingle(below));
        double up = Math.Abs((double)BitConverter.UInt32BitsToSingle(above) - value);
        bool even = (below & 0x1_0000) == 0;
        return (ushort)((down < up || (down == up && even) ? below : above) >> 16);
    }

    private static byte[] Turn(byte[] pixels, int width, int height, int channels, ExifOrientation orientation)
    {
        bool turned = orientation >= ExifOrientation.LeftTop;
        (int seenWidth, int seenHeight) = turned ? (height, width) : (width, height);
        var upright = new byte[pixels.Length];
        for (int y = 0; y < seenHeight; y++)
        {
            for (int x = 0; x < seenWidth; x++)
            {
                (int column, int row) = orientation switch
                {
                    ExifOrientation.TopLeft => (x, y),
                    ExifOrientation.TopRight => (width - 1 - x, y),
                    ExifOrientation.BottomRight => (width - 1 - x, height - 1 - y),
                    ExifOrientation.BottomLeft => (x, height - 1 - y),
                    ExifOrientation.LeftTop => (y, x),
                    ExifOrientation.RightTop => (y, height - 1 - x),
                    ExifOrientation.RightBottom => (width - 1 - y, height - 1 - x),
                    _ => (width - 1 - y, x),
                };

                pixels.AsSpan((row * width + column) * channels, channels).CopyTo(upright.AsSpan((y * seenWidth + x) * channels));
            }
        }

        return upright;
    }

    private sealed record Case(
        ResizeAlgorithm Algorithm, ResizeMode Mode, ColorOrder Color, PixelType Type, TensorLayout Layout, ExifOrientation Orientation,
        int Width, int Height, int TargetWidth, int TargetHeight, int Misalignment, int Seed, bool PowerOfTwo)
    {
        public PreprocessOptions Options => new()
        {
            Width = TargetWidth,
            Height = TargetHeight,
            Algorithm = Algorithm,
            Mode = Mode,
            Region = new PixelRegion(0, 0, Math.Min(Math.Min(Width, Height), 1 + Seed % 60), Math.Min(Math.Min(Width, Height), 1 + Seed % 37)),
            ShorterSide = Seed % 3 == 0 ? null : Seed % 64 + 1,
            PadValue = (byte)Seed,
            Center = Seed % 2 == 0,
            Upscale = Seed % 5 != 0,
            Color = Color,
            OutputType = Type,
            OutputLayout = Layout,
            Mean = Color == ColorOrder.Gray ? [119.5f] : [103.53f, 116.28f, 123.675f],
            Scale = PowerOfTwo ? [128f] : Color == ColorOrder.Gray ? [57.3f] : [57.375f, 57.12f, 58.395f],
        };
    }
}
