using System.Globalization;
using OpenVinoFlow.Pipeline.Ledger;
using OpenVinoFlow.Pipeline.Statistics;

namespace OpenVinoFlow.Cli.Output;

/// <summary>What a person reads at the end of a run.</summary>
internal static class RunSummary
{
    public static void Write(TextWriter output, FlowReport report)
    {
        LedgerCounts counts = report.Ledger;
        string ending = report.Outcome switch
        {
            FlowOutcome.Completed => "completed",
            FlowOutcome.Cancelled => "cancelled; what was on its way was finished and written",
            FlowOutcome.FailureBudgetExceeded => $"ended early: {report.Reason}",
            _ => $"failed: {report.Reason}",
        };

        output.WriteLine($"{report.Provenance.Flow}: {ending}");
        output.WriteLine(Line($"  {report.Provenance.Model} on {report.Provenance.Engine}, {string.Join(", ", report.Settings.Select(setting => $"{setting.Key} {setting.Value}"))}"));
        output.WriteLine(Line($"  read {counts.Read} = done {counts.Done} + failed {counts.Failed} + skipped {counts.Skipped} + cancelled {counts.Cancelled}"));
        if (report is { Outcome: not FlowOutcome.Completed, Committed: { } committed })
            output.WriteLine(Line($"  on disk for certain: {committed}; a run that continues this one goes on from there"));
        output.WriteLine(Line($"  {counts.Done} images in {report.Seconds:0.00} s: {report.ImagesPerSecond:0.0} images/s, {report.CpuMillisecondsPerImage:0.00} ms CPU and {report.AllocatedBytesPerImage:0} B allocated an image"));

        output.WriteLine("  ms          p50       p90       p99       max");
        foreach ((string stage, LatencySummary latency) in report.Latency)
        {
            if (latency.Count > 0)
                output.WriteLine(Line($"  {stage,-7}{latency.P50,9:0.00} {latency.P90,9:0.00} {latency.P99,9:0.00} {latency.Max,9:0.00}"));
        }

        output.WriteLine($"  limit: {report.Limit}");
        if (report.Layers is { } layers)
            LayerTable.WriteSample(output, layers);
        foreach (string id in report.Unaccounted)
            output.WriteLine($"  UNACCOUNTED: {id}");
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
