using System.Text;
using HdrHistogram;
using OpenVinoFlow.Pipeline.Statistics;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>The latencies of every window as a histogram log that HdrHistogram's tools read, in nanoseconds, tagged with what was measured.</summary>
public static class HdrLog
{
    /// <summary>Writes the log; its folder is made when it is missing. Warm-up windows carry the tag with <c>-warm-up</c> behind it.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, BenchReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);

        long start = report.At.ToUnixTimeMilliseconds();
        var histograms = new List<HistogramBase>();
        foreach (Measurement measurement in report.Measurements)
        {
            foreach ((MeasuringWindow window, LatencyHistogram latency) in measurement.Windows.Zip(measurement.Histograms))
            {
                HistogramBase histogram = latency.Nanoseconds;
                histogram.Tag = window.WarmUp ? measurement.Name + "-warm-up" : measurement.Name;
                histogram.StartTimeStamp = start + (long)(1000 * (measurement.StartSeconds + window.Start));
                histogram.EndTimeStamp = start + (long)(1000 * (measurement.StartSeconds + window.Start + window.Seconds));
                histograms.Add(histogram);
            }
        }

        // The package writes UTF-16, which the tools of other languages do not read.
        var text = new MemoryStream();
        HistogramLogWriter.Write(text, report.At.UtcDateTime, [.. histograms]);
        using var reader = new StreamReader(new MemoryStream(text.ToArray()), Encoding.Unicode);
        File.WriteAllText(path, reader.ReadToEnd());
    }
}
