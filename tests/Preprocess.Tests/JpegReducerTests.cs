using CsCheck;
using OpenVinoFlow.Preprocess.Decoding;
using OpenVinoFlow.Preprocess.Decoding.Reduction;
using SkiaSharp;
using Xunit.Sdk;

namespace OpenVinoFlow.Preprocess.Tests;

/// <summary>libturbojpeg is the reference: with and without reduction it must say the same of every file.</summary>
public sealed class JpegReducerTests
{
    private static readonly byte[][] _samplings =
    [
        [0x11], [0x22], [0x11, 0x11, 0x11], [0x22, 0x11, 0x11], [0x21, 0x11, 0x11], [0x12, 0x11, 0x11], [0x41, 0x11, 0x11], [0x14, 0x11, 0x11],
        [0x22, 0x21, 0x12], [0x42, 0x11, 0x11], [0x11, 0x22, 0x11], [0x11, 0x11, 0x11, 0x11], [0x22, 0x11, 0x11, 0x22], [0x22, 0x22, 0x11],
    ];

    private static readonly int[] _intervals = [0, 0, 1, 2, 7, 1000];

    private static readonly Gen<(int Seed, int Width, int Height, byte[] Sampling, int Interval)> _files = Gen.Select(
        Gen.Int, Gen.Int[5, 150], Gen.Int[5, 150], Gen.Int[0, _samplings.Length - 1].Select(i => _samplings[i]), Gen.Int[0, 5].Select(i => _intervals[i]));

    [Fact]
    public void Reduced_files_have_the_same_pixels()
    {
        using var decoders = new Pair();
        int decoded = 0;
        _files.Sample(
            f =>
            {
                byte[] file = RandomJpeg.Make(f.Seed, f.Width, f.Height, f.Sampling, f.Interval);
                Assert.True(decoders.Reducer.TryReduce(file, f.Width, f.Height, out _));
                foreach (ColorOrder color in Enum.GetValues<ColorOrder>())
                    decoded += decoders.Compare(file, Request(f.Width, f.Height, f.Sampling.Length, color, false)) ? 1 : 0;
            },
            iter: 400, threads: 1);
        Assert.True(decoded > 600, $"{decoded} pictures compared");
    }

    [Fact]
    public void Damaged_files_end_as_they_do_without_reduction()
    {
        // libjpeg-turbo 3 reads a header as the flags of the call before say: a decoder is used with the same ones, as in an ImagePreprocessor.
        using var strict = new Pair();
        using var tolerant = new Pair();
        int decoded = 0;
        int count = 0;
        Gen.Select(_files, Gen.Int, Gen.Bool).Sample(
            (f, damage, tolerate) =>
            {
                Pair decoders = tolerate ? tolerant : strict;
                byte[] file = Damage(RandomJpeg.Make(f.Seed, f.Width, f.Height, f.Sampling, f.Interval), new Random(damage));
                decoded += decoders.Compare(file, Request(f.Width, f.Height, f.Sampling.Length, ColorOrder.Rgb, tolerate)) ? 1 : 0;
                count++;
            },
            iter: FuzzTests.Setting("OVFLOW_FUZZ_COUNT", 3000), threads: 1);
        Assert.InRange(decoded, count / 20, count * 19 / 20);
    }

    [Theory]
    [InlineData(SKJpegEncoderDownsample.Downsample420, 3)]
    [InlineData(SKJpegEncoderDownsample.Downsample422, 4)]
    [InlineData(SKJpegEncoderDownsample.Downsample444, 5)]
    public void Pictures_are_reduced_to_a_fraction(SKJpegEncoderDownsample downsample, int fraction)
    {
        byte[] file = Noise(1001, 767, downsample);
        using var decoders = new Pair();
        Assert.True(decoders.Reducer.TryReduce(file, 1001, 767, out ReadOnlySpan<byte> reduced));
        Assert.InRange(reduced.Length, 1, file.Length / fraction);
        Assert.True(decoders.Compare(file, Request(1001, 767, 3, ColorOrder.Bgr, false)));
    }

    [Fact]
    public void Nothing_is_allocated_for_a_file()
    {
        byte[][] files = [Noise(640, 480, SKJpegEncoderDownsample.Downsample420), RandomJpeg.Make(1, 300, 200, [0x21, 0x11, 0x11], 5)];
        using var reducer = new JpegReducer();
        Run(3);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(10);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run(int rounds)
        {
            for (int i = 0; i < rounds; i++)
            {
                if (!reducer.TryReduce(files[0], 640, 480, out _) || !reducer.TryReduce(files[1], 300, 200, out _))
                    Assert.Fail("a file was not reduced");
            }
        }
    }

    [Fact]
    public void Files_of_other_kinds_are_left_alone()
    {
        using var reducer = new JpegReducer();
        byte[] file = RandomJpeg.Make(3, 64, 48, [0x22, 0x11, 0x11], 0);
        Assert.True(reducer.TryReduce(file, 64, 48, out _));
        Assert.False(reducer.TryReduce(file, 64, 47, out _), "another size");
        Assert.False(reducer.TryReduce(file.AsSpan(0, file.Length - 2), 64, 48, out _), "no end");
        Assert.False(reducer.TryReduce(RandomJpeg.Make(3, 64, 48, [0x22, 0x11, 0x11], 0, endOfBlock: false), 64, 48, out _), "no code to end blocks");
        file[Find(file, 0xC0)] = 0xC2;
        Assert.False(reducer.TryReduce(file, 64, 48, out _), "progressive");
    }

    private static int Find(byte[] file, byte marker) => file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, marker]) + 1;

    private static DecodeRequest Request(int width, int height, int components, ColorOrder color, bool tolerant) => new()
    {
        Format = ImageFormat.Jpeg,
        Width = width,
        Height = height,
        Cmyk = components == 4,
        ScaleNumerator = 1,
        Color = color,
        TolerateWarnings = tolerant,
    };

    private static byte[] Damage(byte[] file, Random random)
    {
        int data = Find(file, 0xDA);
        for (int i = random.Next(3); i >= 0; i--)
        {
            // Half of them in the header, which is short.
            int at = random.Next(2) == 0 ? random.Next(2, data) : random.Next(data, file.Length);
            switch (random.Next(5))
            {
                case 0:
                    file[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    file[at] = (byte)(random.Next(2) * 255);
                    break;
                case 2:
                    file = [.. file[..at], .. file[Math.Min(file.Length, at + random.Next(1, 4))..]];
                    break;
                case 3:
                    file = [.. file[..at], (byte)random.Next(256), .. file[at..]];
                    break;
                default:
                    at = random.Next(data, file.Length);
                    file = random.Next(4) == 0 ? file[..at] : [.. file[..at], 0xFF, (byte)(0xD0 + random.Next(10)), .. file[at..]];
                    break;
            }

            data = Math.Min(data, file.Length - 1);
        }

        return file;
    }

    private static byte[] Noise(int width, int height, SKJpegEncoderDownsample downsample)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        byte[] pixels = Encoded.Rgba(width, height);
        var random = new Random(1);
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)Math.Min(255, pixels[i] + random.Next(40));

        pixels.CopyTo(bitmap.GetPixelSpan());
        using SKPixmap map = bitmap.PeekPixels()!;
        using SKData data = map.Encode(new SKJpegEncoderOptions(90, downsample, SKJpegEncoderAlphaOption.Ignore))!;
        return data.ToArray();
    }

    /// <summary>Two decoders: one that reduces all it can, and one that reduces nothing.</summary>
    private sealed class Pair : IDisposable
    {
        private readonly TurboJpegDecoder _reducing;
        private readonly TurboJpegDecoder _plain;
        private byte[] _pixels = [];
        private byte[] _expected = [];

        public Pair()
        {
            if (TurboJpegLibrary.Instance is not { } library)
                throw SkipException.ForSkip("libturbojpeg was not found");

            _reducing = new TurboJpegDecoder(library, reduceFrom: 0);
            _plain = new TurboJpegDecoder(library, reduceFrom: int.MaxValue);
        }

        public JpegReducer Reducer { get; } = new();

        /// <summary>Checks that both say the same; true where they decoded it.</summary>
        public bool Compare(byte[] file, in DecodeRequest request)
        {
            int bytes = request.ScaledWidth * request.ScaledHeight * 4;
            Array.Resize(ref _pixels, bytes);
            Array.Resize(ref _expected, bytes);
            _pixels.AsSpan().Fill(7);
            _expected.AsSpan().Fill(7);
            DecodeStatus status = _reducing.Decode(file, request, _pixels);
            DecodeStatus expected = _plain.Decode(file, request, _expected);
            Assert.Equal(expected, status);
            if (expected.Ok)
                Assert.Equal(_expected, _pixels);

            return expected.Ok;
        }

        public void Dispose()
        {
            _reducing.Dispose();
            _plain.Dispose();
            Reducer.Dispose();
        }
    }
}
