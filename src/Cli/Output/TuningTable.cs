using System.Globalization;
using OpenVinoFlow.Pipeline.Measuring.Tuning;
using Spectre.Console;

namespace OpenVinoFlow.Cli.Output;

/// <summary>What was tried to make a flow faster, as a person reads it.</summary>
internal static class TuningTable
{
    public static void Write(TextWriter output, TuningReport report)
    {
        output.WriteLine(Line($"{report.Of}: {report.Trials.Count} settings tried in {report.Seconds:0} s, each in turns with the defaults"));
        Table table = Tables.Create("values", "images/s", "ratio", "95 % interval", "turns", "");
        foreach (Trial trial in report.Trials)
            AddRow(table, trial);
        if (report.Confirmation is { } confirmation)
            AddRow(table, confirmation);
        Tables.Write(output, table);

        foreach (string note in report.Notes)
            output.WriteLine($"  {note}");
        output.WriteLine(report switch
        {
            { Profile: { } profile } => Line($"  kept: {string.Join(" ", profile.Values.Select(value => $"{value.Key}={value.Value}"))}, x{profile.Ratio:0.00} the defaults ({profile.Low:0.00} to {profile.High:0.00}); run and bench use it (--no-tuned turns it off): {report.File}"),
            { Confirmation: { } tried } => Line($"  the defaults are kept: {Values(tried)} was x{tried.Ratio:0.00} ({tried.Low:0.00} to {tried.High:0.00}) in its confirmation, no more than the noise"),
            _ => "  the defaults are kept: nothing was faster",
        });
    }

    public static string Values(Trial trial) => string.Join(" ", trial.Values.Select(value => $"{value.Key}={value.Value}"));

    public static string Result(Trial trial) => trial.Outcome == TrialOutcome.Refused
        ? $"refused: {trial.Remark}"
        : Line($"x{trial.Ratio:0.00} the defaults ({trial.Low:0.00} to {trial.High:0.00})");

    private static void AddRow(Table table, Trial trial)
    {
        bool measured = trial.Turns > 0;
        table.AddRow(
            new Text(Values(trial)),
            Number(measured, $"{trial.ImagesPerSecond:0.0}"),
            Number(measured, $"x{trial.Ratio:0.00}"),
            Number(measured, $"{trial.Low:0.00} to {trial.High:0.00}"),
            Number(measured, $"{trial.Turns}"),
            new Text(Outcome(trial)));
    }

    private static string Outcome(Trial trial)
    {
        string outcome = trial.Outcome switch
        {
            TrialOutcome.Better => "better",
            TrialOutcome.NoBetter => "no better",
            TrialOutcome.Refused => "refused",
            TrialOutcome.Confirmed => "CONFIRMED",
            _ => "not confirmed",
        };
        return trial.Remark is { } remark ? $"{outcome}: {remark}" : outcome;
    }

    private static Text Number(bool measured, FormattableString text) => new(measured ? Line(text) : "");

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
