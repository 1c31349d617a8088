using System.Globalization;
using OpenVinoFlow.Pipeline.Measuring;
using Spectre.Console;

namespace OpenVinoFlow.Cli.Output;

/// <summary>What each part of a flow costs, as a person reads it.</summary>
internal static class CeilingTable
{
    public static void Write(TextWriter output, IReadOnlyList<Ceiling> ceilings)
    {
        output.WriteLine("ceilings: the flow with one part replaced by nothing, in turns with the flow as it is");
        Table table = Tables.Create("without", "images/s", "ratio", "95 % interval", "");
        foreach (Ceiling ceiling in ceilings)
        {
            table.AddRow(
                $"{ceiling.Without} ({ceiling.By})",
                Number($"{ceiling.ImagesPerSecond:0.0}"),
                Number($"x{ceiling.Ratio:0.00}"),
                Number($"{ceiling.Low:0.00} to {ceiling.High:0.00}"),
                ceiling.Verdict.Valid ? "VALID" : $"INVALID: {string.Join(", ", ceiling.Verdict.Reasons.Select(reason => reason.Message.Split(':')[0]))}");
        }

        Tables.Write(output, table);
        if (ceilings.Where(ceiling => ceiling.Without != "all of these").MaxBy(ceiling => ceiling.Ratio) is { Low: > 1 } largest)
            output.WriteLine(Number($"  most is to be gained from {largest.Without}: without it the flow does x{largest.Ratio:0.00}"));
        else
            output.WriteLine("  no single part limits the flow by more than the noise");
    }

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
