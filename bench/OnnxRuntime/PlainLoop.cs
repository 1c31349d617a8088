using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace OpenVinoFlow.Benchmarks.OnnxRuntime;

/// <summary>
/// What a C# program would write with ONNX Runtime's plain API, as the measure for our engine on it: one session, a thread for each processor,
/// inputs filled once, <c>Run</c> in a loop.
/// </summary>
internal static class PlainLoop
{
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(0.5);

    /// <summary>usage: onnx-loop MODEL SECONDS THREADS; prints inferences a second.</summary>
    public static int Run(string[] arguments)
    {
        int threads = int.Parse(arguments[2], CultureInfo.InvariantCulture);
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        using var session = new InferenceSession(arguments[0], options);

        Count(session, threads, _warmUp);
        double rate = Count(session, threads, TimeSpan.FromSeconds(double.Parse(arguments[1], CultureInfo.InvariantCulture)));
        Console.WriteLine(rate.ToString("0.0", CultureInfo.InvariantCulture));
        return 0;
    }

    private static double Count(InferenceSession session, int threads, TimeSpan duration)
    {
        long images = 0;
        long start = Stopwatch.GetTimestamp();
        Thread[] workers = [.. Enumerable.Range(0, threads).Select(seed => new Thread(() => Interlocked.Add(ref images, Work(session, seed, start, duration))))];
        foreach (Thread worker in workers)
            worker.Start();
        foreach (Thread worker in workers)
            worker.Join();
        return images / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static long Work(InferenceSession session, int seed, long start, TimeSpan duration)
    {
        string name = session.InputNames[0];
        long[] dims = [.. session.InputMetadata[name].Dimensions.Select(dim => dim < 0 ? 1L : dim)];
        float[] pixels = new float[dims.Aggregate(1L, (size, dim) => size * dim)];
        var random = new Random(seed);
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = random.NextSingle();

        using OrtValue input = OrtValue.CreateTensorValueFromMemory(pixels, dims);
        using var run = new RunOptions();
        long images = 0;
        while (Stopwatch.GetElapsedTime(start) < duration)
        {
            using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, [name], [input], session.OutputNames);
            images++;
        }

        return images;
    }
}
