using System.Globalization;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Preprocess.Tests;

/// <summary>
/// Damaged files, the same ones every time. OVFLOW_FUZZ_COUNT sets how many (10,000 unless it is set), OVFLOW_FUZZ_SEED another series. Native
/// decoders run in this process: a crash in one of them ends the test run.
/// </summary>
public sealed class FuzzTests
{
    private const long MemoryAllowance = 700L << 20;

    [Fact]
    public void Damaged_files_never_crash_never_throw_and_never_write_outside_the_destination()
    {
        int count = Setting("OVFLOW_FUZZ_COUNT", 10_000);
        var random = new Random(Setting("OVFLOW_FUZZ_SEED", 1));
        byte[][] seeds = Seeds();
        PreprocessOptions[] all = Variants();
        ImagePreprocessor[] preprocessors = [.. all.Select(o => new ImagePreprocessor(o))];
        var outcomes = new Dictionary<FailureReason, int>();
        long start = Environment.WorkingSet;
        long most = start;

        for (int i = 0; i < count; i++)
        {
            byte[] file = Mutate(seeds[random.Next(seeds.Length)], seeds, random);
            int variant = random.Next(all.Length);
            int length = (int)all[variant].OutputBytes;
            var guarded = new byte[length + 128];
            guarded.AsSpan().Fill(0xA5);

            PreprocessResult result = preprocessors[variant].Run(file, guarded.AsSpan(64, length));

            Assert.False(guarded.AsSpan(0, 64).ContainsAnyExcept((byte)0xA5), $"file {i}: wrote before the destination");
            Assert.False(guarded.AsSpan(64 + length).ContainsAnyExcept((byte)0xA5), $"file {i}: wrote after the destination");
            Assert.True(result.Ok || !string.IsNullOrEmpty(result.Message), $"file {i}: a failure without a message");
            Assert.NotEqual(FailureReason.DecoderFault, result.Reason);
            outcomes[result.Reason] = outcomes.GetValueOrDefault(result.Reason) + 1;
            if (i % 50 == 0)
                most = Math.Max(most, Environment.WorkingSet);
        }

        foreach (ImagePreprocessor preprocessor in preprocessors)
            preprocessor.Dispose();

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{count} files; {string.Join(", ", outcomes.Select(o => $"{o.Key.ToText()} {o.Value}"))}; working set {start >> 20} MB, at most {most >> 20} MB");
        Assert.InRange(most - start, long.MinValue, MemoryAllowance);
        Assert.True(outcomes.Count >= 4, "the mutations reach too few outcomes");
    }

    private static PreprocessOptions[] Variants()
    {
        var plain = new PreprocessOptions { Width = 37, Height = 29, MaxPixels = 4_000_000 };
        return
        [
            plain,
            plain with { Decoder = DecoderPreference.Skia, Algorithm = ResizeAlgorithm.PillowLanczos, OutputType = PixelType.F32, OutputLayout = TensorLayout.Nchw },
            plain with { TolerateWarnings = true, Algorithm = ResizeAlgorithm.OpencvArea, Mode = ResizeMode.Letterbox },
            plain with { TolerateWarnings = true, Decoder = DecoderPreference.Skia, Color = ColorOrder.Gray, AlphaBackground = new Rgb24(1, 2, 3) },
            plain with { DecodeScale = DecodeScale.Off, Color = ColorOrder.Bgr, Mode = ResizeMode.ShorterSideCrop, Algorithm = ResizeAlgorithm.OpencvCubic },
        ];
    }

    private static byte[][] Seeds()
    {
        var seeds = new List<byte[]>
        {
            Encoded.Jpeg(120, 90), Encoded.Jpeg(33, 65, 30), Encoded.WithOrientation(Encoded.Jpeg(64, 48), 6, true),
            Encoded.WithOrientation(Encoded.Jpeg(64, 48), 8, false), Encoded.Png(50, 40), Encoded.Png(50, 40, opaque: false),
            Encoded.Webp(64, 50), Encoded.Bmp(31, 20),
        };
        string shared = Path.Combine(SharedAssets.Root, "images", "formats");
        if (Directory.Exists(shared))
        {
            seeds.AddRange(Directory.EnumerateFiles(shared, "*", SearchOption.AllDirectories)
                .Where(path => !path.EndsWith(".json", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(File.ReadAllBytes));
        }

        return [.. seeds];
    }

    private static byte[] Mutate(byte[] seed, byte[][] others, Random random)
    {
        byte[] file = [.. seed];
        int rounds = 1 + random.Next(6);
        for (int i = 0; i < rounds && file.Length > 0; i++)
        {
            // Headers are where most of a decoder's decisions are made.
            int at = random.Next(random.Next(3) > 0 ? Math.Min(file.Length, 1024) : file.Length);
            switch (random.Next(8))
            {
                case 0:
                    file[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    file[at] = (byte)random.Next(256);
                    break;
                case 2:
                    file[at] = random.Next(2) == 0 ? (byte)0xFF : (byte)0;
                    break;
                case 3:
                    file = file[..at];
                    break;
                case 4:
                    random.NextBytes(file.AsSpan(at, Math.Min(file.Length - at, 1 + random.Next(64))));
                    break;
                case 5:
                    int end = Math.Min(file.Length, at + 1 + random.Next(256));
                    file = [.. file[..at], .. file[end..]];
                    break;
                case 6:
                    int copied = Math.Min(file.Length - at, 1 + random.Next(256));
                    file = [.. file[..at], .. file[at..(at + copied)], .. file[at..]];
                    break;
                default:
                    byte[] other = others[random.Next(others.Length)];
                    file = [.. file[..at], .. other.AsSpan(Math.Min(at, other.Length))];
                    break;
            }
        }

        return file;
    }

    internal static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
