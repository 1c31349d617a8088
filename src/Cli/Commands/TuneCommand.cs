using System.CommandLine;
using System.Globalization;
using OpenVinoFlow.Cli.Output;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Measuring;
using OpenVinoFlow.Pipeline.Measuring.Tuning;

namespace OpenVinoFlow.Cli.Commands;

/// <summary><c>ovflow tune FILE</c>: finds settings that are faster than the defaults, and keeps them for <c>run</c> and <c>bench</c>.</summary>
internal static class TuneCommand
{
    private const double ShortestBudget = 5;
    private const double LongestBudget = 86_400;

    public static Command Create()
    {
        Argument<string> file = CommonOptions.File();
        Option<string[]> set = CommonOptions.Set();
        Option<string?> profile = CommonOptions.Profile();
        var budget = new Option<string>("--budget") { Description = "Time for all of it, for example 60s or 5m.", HelpName = "TIME", DefaultValueFactory = _ => "60s" };
        var accuracy = new Option<string>("--accuracy") { Description = "Share of images that must keep their highest class in another precision than f32.", HelpName = "SHARE", DefaultValueFactory = _ => "99%" };
        var difference = new Option<string>("--max-difference") { Description = "How far an output may then be from f32's, as a share of its largest value.", HelpName = "SHARE", DefaultValueFactory = _ => "5%" };

        var command = new Command("tune", "Find settings that are faster than the defaults, and keep them for this flow, model and kind of machine.") { file, set, profile, budget, accuracy, difference };
        command.SetAction((parsed, _) =>
        {
            bool json = parsed.GetValue(CommonOptions.Json);
            return Failures.GuardAsync(json, () => RunAsync(
                overrides => ConfigurationReader.Load(parsed.GetRequiredValue(file), [.. parsed.GetValue(set) ?? [], .. overrides], parsed.GetValue(profile)),
                new TuningOptions
                {
                    Budget = Budget(parsed.GetRequiredValue(budget)),
                    MinAgreement = Shares.Parse("--accuracy", parsed.GetRequiredValue(accuracy)),
                    MaxDifference = Shares.Parse("--max-difference", parsed.GetRequiredValue(difference)),
                },
                json));
        });
        return command;
    }

    private static async Task<int> RunAsync(Func<IReadOnlyList<string>, ResolvedConfiguration> load, TuningOptions options, bool json)
    {
        using var interruption = new Interruption();
        using var tuner = new Tuner(load, Engines.Host, options, new Told());
        TuningReport report = await tuner.RunAsync(interruption.Drain);

        if (json)
            JsonDocumentOutput.Print(report, MeasuringJson.Default.TuningReport);
        else
            TuningTable.Write(Console.Out, report);
        return interruption.Drain.IsCancellationRequested ? ExitCode.Cancelled : ExitCode.Done;
    }

    private static TimeSpan Budget(string text)
    {
        double unit = text.EndsWith('m') ? 60 : 1;
        bool isNumber = double.TryParse(text.TrimEnd('s', 'm'), NumberStyles.Float, CultureInfo.InvariantCulture, out double value);
        double seconds = value * unit;
        return isNumber && seconds is >= ShortestBudget and <= LongestBudget
            ? TimeSpan.FromSeconds(seconds)
            : throw new InvalidDataException($"--budget: '{text}' is no time from {ShortestBudget}s to {LongestBudget}s; for example 60s or 5m.");
    }

    /// <summary>A line for each trial as it is done.</summary>
    private sealed class Told : IProgress<Trial>
    {
        public void Report(Trial value) => Console.Error.WriteLine($"ovflow: tried {TuningTable.Values(value)}: {TuningTable.Result(value)}");
    }
}
