using System.Globalization;
using OpenVinoFlow.Pipeline.Measuring;
using Spectre.Console;

namespace OpenVinoFlow.Cli.Output;

/// <summary>A comparison as a person reads it.</summary>
internal static class ComparisonTable
{
    public static void Write(TextWriter output, Comparison comparison)
    {
        Table table = Tables.Create("", "before", "after", "ratio", "95 % interval", "CPU", "p50", "p99", "");
        foreach (ComparedMeasurement measurement in comparison.Measurements)
        {
            table.AddRow(
                measurement.Name,
                Figure(measurement, measurement.Before),
                Figure(measurement, measurement.After),
                Number($"{measurement.Ratio:0.000}"),
                Number($"{measurement.Low:0.000} to {measurement.High:0.000}"),
                Multiple(measurement.CpuRatio),
                Multiple(measurement.P50Ratio),
                Multiple(measurement.P99Ratio),
                measurement.Finding switch
                {
                    ComparisonFinding.Same => "no difference can be told",
                    ComparisonFinding.Faster => "faster",
                    ComparisonFinding.Slower => Number($"slower, within {100 * comparison.Tolerance:0.#} %"),
                    _ => Number($"REGRESSION beyond {100 * comparison.Tolerance:0.#} %"),
                });
        }

        Tables.Write(output, table);
        output.WriteLine(comparison.Paired
            ? "  ratio: how many times as fast after; measured in turns and compared pair by pair"
            : "  ratio: how many times as fast after; measured one after the other, so the machine's drift is in it");
        foreach (string difference in comparison.Differences)
            output.WriteLine($"  differs: {difference}");
        foreach (string invalid in comparison.Invalid)
            output.WriteLine($"  INVALID {invalid}");
    }

    private static string Figure(ComparedMeasurement measurement, double value) =>
        measurement.Of == "latency" ? Number($"{value:0.000} ms") : Number($"{value:0.0}/s");

    private static string Multiple(double? value) => value is { } known ? Number($"x{known:0.00}") : "";

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
