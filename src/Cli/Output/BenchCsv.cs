using System.Globalization;
using OpenVinoFlow.Pipeline.Measuring;

namespace OpenVinoFlow.Cli.Output;

/// <summary>Measurements as a CSV file: a line for each thing that was measured.</summary>
internal static class BenchCsv
{
    private const string Header =
        "name,valid,images_per_second,low,high,cpu_ms_per_image,p50_ms,p90_ms,p95_ms,p99_ms,p999_ms,max_ms,mean_ms,images,failed,seconds,warm_up_seconds,others_share,load,reasons";

    public static void Write(string path, BenchReport report)
    {
        using StreamWriter file = TextFiles.Create(path);
        file.WriteLine(Header);
        foreach (Measurement m in report.Measurements)
        {
            file.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{m.Name},{(m.Verdict.Valid ? 1 : 0)},{m.ImagesPerSecond:0.###},{m.Low:0.###},{m.High:0.###},{m.CpuMillisecondsPerImage:0.######},{m.Latency.P50:0.######},{m.Latency.P90:0.######},{m.Latency.P95:0.######},{m.Latency.P99:0.######},{m.Latency.P999:0.######},{m.Latency.Max:0.######},{m.Latency.Mean:0.######},{m.Images},{m.Failed},{m.Seconds:0.###},{m.WarmUpSeconds:0.###},{m.OthersShare:0.####},{Quote(m.Load)},{Quote(string.Join("; ", m.Verdict.Reasons.Select(reason => reason.Message)))}"));
        }
    }

    private static string Quote(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
