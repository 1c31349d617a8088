using System.Diagnostics;
using System.Globalization;
using OpenVinoFlow.Preprocess;
using OpenVinoFlow.Preprocess.Kernels;

namespace OpenVinoFlow.Benchmarks.Preprocess;

/// <summary>
/// Our side of preprocess.sh: reads, decodes and resizes files on one thread for a while, then prints pictures per second. It works in the
/// rhythm of its standard input: one number of seconds a line, one rate a line back, so that two programs can take turns while both stay warm.
/// </summary>
internal static class PreprocessThroughput
{
    public static int Run(string[] args)
    {
        if (args is ["resize", string algorithm])
            return RunResize(Enum.Parse<ResizeAlgorithm>(algorithm.Replace("_", "", StringComparison.Ordinal), ignoreCase: true));

        if (args is not [string folder, string width, string height, string scale, string decoder])
        {
            Console.Error.WriteLine("usage: preprocess FOLDER WIDTH HEIGHT off|auto auto|turbojpeg|skia    (then seconds, one number a line)");
            Console.Error.WriteLine("       preprocess resize ALGORITHM");
            return 2;
        }

        var options = new PreprocessOptions
        {
            Width = int.Parse(width, CultureInfo.InvariantCulture),
            Height = int.Parse(height, CultureInfo.InvariantCulture),
            Color = ColorOrder.Bgr,
            DecodeScale = Enum.Parse<DecodeScale>(scale, ignoreCase: true),
            Decoder = Enum.Parse<DecoderPreference>(decoder, ignoreCase: true),
        };

        string[] files = Directory.GetFiles(folder, "*.jpg", SearchOption.AllDirectories);
        Array.Sort(files, StringComparer.Ordinal);
        using var preprocessor = new ImagePreprocessor(options);
        byte[] output = GC.AllocateUninitializedArray<byte>((int)options.OutputBytes, pinned: true);
        byte[] encoded = GC.AllocateUninitializedArray<byte>((int)files.Max(f => new FileInfo(f).Length), pinned: true);

        Repeat(i => Step(preprocessor, files[i % files.Length], encoded, output));
        return 0;
    }

    // 500x375 to 224x224, three channels, nothing decoded.
    private static int RunResize(ResizeAlgorithm algorithm)
    {
        var resize = new ResizeBenchmarks { Algorithm = algorithm, Level = SimdLevels.Best.ToString() };
        resize.Setup();
        Repeat(_ => resize.Resize());
        resize.Cleanup();
        return 0;
    }

    private static void Repeat(Action<int> step)
    {
        bool cpu = Environment.GetEnvironmentVariable("BENCH_CLOCK") == "cpu";
        while (Console.ReadLine() is { } line)
        {
            double seconds = double.Parse(line, CultureInfo.InvariantCulture);
            long started = Stopwatch.GetTimestamp();
            TimeSpan used = Environment.CpuUsage.TotalTime;
            int done = 0;
            while (Stopwatch.GetElapsedTime(started).TotalSeconds < seconds)
                step(done++);

            TimeSpan elapsed = cpu ? Environment.CpuUsage.TotalTime - used : Stopwatch.GetElapsedTime(started);
            Console.WriteLine((done / elapsed.TotalSeconds).ToString("F2", CultureInfo.InvariantCulture));
        }
    }

    private static void Step(ImagePreprocessor preprocessor, string file, byte[] encoded, byte[] output)
    {
        int length;
        using (var handle = File.OpenHandle(file))
            length = RandomAccess.Read(handle, encoded, 0);

        PreprocessResult result = preprocessor.Run(encoded.AsSpan(0, length), output);
        if (!result.Ok)
            throw new InvalidOperationException($"{file}: {result.Reason}: {result.Message}");
    }
}
