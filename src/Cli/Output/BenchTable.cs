using System.Globalization;
using OpenVinoFlow.Pipeline.Measuring;
using OpenVinoFlow.Pipeline.Statistics;
using Spectre.Console;

namespace OpenVinoFlow.Cli.Output;

/// <summary>Measurements as a person reads them.</summary>
internal static class BenchTable
{
    public static void Write(TextWriter output, BenchReport report)
    {
        MachineDescription machine = report.Machine;
        output.WriteLine($"{report.Provenance.Flow}: {report.Provenance.Model} on {report.Provenance.Engine}");
        output.WriteLine($"  {string.Join(", ", report.Settings.Select(setting => $"{setting.Key} {setting.Value}"))}");
        output.WriteLine(Line($"  {machine.Processor}, {machine.Cores} cores{(machine.Quota is { } quota ? Line($", quota {quota:0.##}") : "")}, {string.Join(' ', machine.InstructionSets)}"));

        Table table = Tables.Create("", "images/s", "± %", "CPU ms/image", "p50 ms", "p90", "p95", "p99", "p99.9", "max", "");
        foreach (Measurement measurement in report.Measurements)
            table.AddRow(Row(measurement));
        Tables.Write(output, table);

        foreach (Measurement measurement in report.Measurements)
            WriteNotes(output, measurement);
        if (report.Bound is { } bound)
            WriteBound(output, bound);
        foreach (string note in report.Notes)
            output.WriteLine($"  {note}");
        if (report.Ceilings is { } ceilings)
            CeilingTable.Write(output, ceilings);
        if (report.Layers is { } layers)
            LayerTable.Write(output, layers);
    }

    private static string[] Row(Measurement measurement)
    {
        LatencySummary latency = measurement.Latency;
        string interval = measurement.High is { } high && measurement.ImagesPerSecond > 0
            ? Line($"{100 * (high - measurement.ImagesPerSecond) / measurement.ImagesPerSecond:0.0}")
            : "?";
        return
        [
            measurement.Name,
            Line($"{measurement.ImagesPerSecond:0.0}"),
            interval,
            Line($"{measurement.CpuMillisecondsPerImage:0.000}"),
            Line($"{latency.P50:0.000}"),
            Line($"{latency.P90:0.000}"),
            Line($"{latency.P95:0.000}"),
            Line($"{latency.P99:0.000}"),
            Line($"{latency.P999:0.000}"),
            Line($"{latency.Max:0.000}"),
            measurement.Verdict.Valid ? "VALID" : "INVALID",
        ];
    }

    private static void WriteNotes(TextWriter output, Measurement measurement)
    {
        output.WriteLine(Line($"  {measurement.Name}: {measurement.Load}; latency of {measurement.LatencyOf}; {measurement.Images} images in {measurement.Seconds:0.0} s after {measurement.WarmUpSeconds:0.0} s of warm-up"));
        foreach (InvalidReason reason in measurement.Verdict.Reasons)
            output.WriteLine($"    INVALID: {reason.Message}");
        if (measurement.Limit is { } limit)
            output.WriteLine($"    limit: {limit}");
        if (measurement.Stages is { } stages)
        {
            IEnumerable<string> parts = stages.Where(stage => stage.Value.Count > 0).Select(stage => Line($"{stage.Key} {stage.Value.P50:0.00} ({stage.Value.P99:0.00})"));
            output.WriteLine($"    ms, p50 (p99): {string.Join(", ", parts)}");
        }
    }

    private static void WriteBound(TextWriter output, ProcessorBound bound)
    {
        string reached = bound.Reached is { } share ? Line($"; end to end reaches {100 * share:0} % of it") : "";
        output.WriteLine(Line($"  bound: {bound.Cores:0.##} cores / ({bound.PreprocessMilliseconds:0.000} + {bound.InferMilliseconds:0.000}) ms of processor time an image = {bound.ImagesPerSecond:0.0} images/s{reached}"));
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
