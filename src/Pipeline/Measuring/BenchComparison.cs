using System.Globalization;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>Sets measurements against each other.</summary>
public static class BenchComparison
{
    /// <summary>Compares everything both reports measured.</summary>
    /// <param name="before">The base.</param>
    /// <param name="after">What is judged.</param>
    /// <param name="tolerance">Share of the rate that may be lost, for example 0.02.</param>
    /// <exception cref="InvalidDataException">They have nothing in common.</exception>
    public static Comparison Compare(BenchReport before, BenchReport after, double tolerance)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);

        bool paired = before.Session is not null && before.Session == after.Session;
        var compared = new List<ComparedMeasurement>();
        var invalid = new List<string>();
        foreach (Measurement measurement in after.Measurements)
        {
            if (before.Find(measurement.Name) is not { } other || !measurement.Counted.Any() || !other.Counted.Any())
                continue;

            compared.Add(Compare(other, measurement, paired, tolerance));
            invalid.AddRange(Reasons("before", other).Concat(Reasons("after", measurement)));
        }

        if (compared.Count == 0)
        {
            throw new InvalidDataException(
                $"Nothing was measured on both sides: before {Names(before)}; after {Names(after)}.");
        }

        return new Comparison
        {
            Tolerance = tolerance,
            Paired = paired,
            Differences = [.. Differences(before, after)],
            Invalid = invalid,
            Measurements = compared,
        };
    }

    private static string Names(BenchReport report) => string.Join(", ", report.Measurements.Select(measurement => measurement.Name));

    private static IEnumerable<string> Reasons(string side, Measurement measurement) =>
        measurement.Verdict.Reasons.Select(reason => $"{side}: {measurement.Name}: {reason.Message}");

    private static ComparedMeasurement Compare(Measurement before, Measurement after, bool paired, double tolerance)
    {
        bool open = before.Offered is not null && after.Offered is not null;
        WorkDone[] first = [.. before.Counted.Select(WorkOf)];
        WorkDone[] second = [.. after.Counted.Select(WorkOf)];
        bool inPairs = paired && first.Length == second.Length;
        double ratio = Bootstrap.Rate(second) / Bootstrap.Rate(first);
        (double low, double high) = Bootstrap.Ratio(first, second, inPairs);

        return new ComparedMeasurement
        {
            Name = after.Name,
            Of = open ? "latency" : "images_per_second",
            Before = open ? 1 / Bootstrap.Rate(first) : before.ImagesPerSecond,
            After = open ? 1 / Bootstrap.Rate(second) : after.ImagesPerSecond,
            Ratio = ratio,
            Low = low,
            High = high,
            CpuRatio = Quotient(after.CpuMillisecondsPerImage, before.CpuMillisecondsPerImage),
            P50Ratio = Quotient(after.Latency.P50, before.Latency.P50),
            P99Ratio = Quotient(after.Latency.P99, before.Latency.P99),
            Finding = (low, high) switch
            {
                ( > 1, _) => ComparisonFinding.Faster,
                (_, < 1) => ratio < 1 - tolerance ? ComparisonFinding.Regression : ComparisonFinding.Slower,
                _ => ComparisonFinding.Same,
            },
        };

        // In an open loop the rate is given, and the latency is what differs.
        WorkDone WorkOf(MeasuringWindow window) => open ? new WorkDone(window.Latencies, window.Latencies * window.MeanLatency) : new WorkDone(window.Images, window.Seconds);
    }

    private static double? Quotient(double after, double before) => before > 0 && after > 0 ? after / before : null;

    private static IEnumerable<string> Differences(BenchReport before, BenchReport after)
    {
        (string What, string Before, string After)[] facts =
        [
            ("flow", before.Provenance.Flow, after.Provenance.Flow),
            ("model", Model(before), Model(after)),
            ("configuration", before.Provenance.Configuration, after.Provenance.Configuration),
            ("engine", before.Provenance.Engine, after.Provenance.Engine),
            ("product", before.Provenance.Product, after.Provenance.Product),
            ("machine", before.Machine.Name, after.Machine.Name),
            ("processor", before.Machine.Processor, after.Machine.Processor),
            ("cores", Text(before.Machine.Cores), Text(after.Machine.Cores)),
            ("quota", Text(before.Machine.Quota), Text(after.Machine.Quota)),
            ("instruction sets", string.Join(' ', before.Machine.InstructionSets), string.Join(' ', after.Machine.InstructionSets)),
            ("system", before.Machine.System, after.Machine.System),
            (".NET", before.Machine.Runtime, after.Machine.Runtime),
        ];
        foreach ((string what, string was, string @is) in facts)
        {
            if (was != @is)
                yield return $"{what}: {Or(was)} -> {Or(@is)}";
        }

        foreach (string key in before.Settings.Keys.Union(after.Settings.Keys))
        {
            string was = before.Settings.GetValueOrDefault(key, "");
            string @is = after.Settings.GetValueOrDefault(key, "");
            if (was != @is)
                yield return $"{key}: {Or(was)} -> {Or(@is)}";
        }

        foreach (Measurement measurement in after.Measurements)
        {
            if (before.Find(measurement.Name) is { } other && other.Load != measurement.Load)
                yield return $"load of {measurement.Name}: {other.Load} -> {measurement.Load}";
        }
    }

    private static string Model(BenchReport report) => report.Provenance.ModelSha256.Length < 12
        ? report.Provenance.Model
        : $"{report.Provenance.Model} {report.Provenance.ModelSha256[..12]}";

    private static string Or(string text) => text.Length == 0 ? "none" : text;

    private static string Text(double? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";
}
