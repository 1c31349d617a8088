using System.CommandLine;
using OpenVinoFlow.Cli.Output;
using OpenVinoFlow.Pipeline.Measuring;

namespace OpenVinoFlow.Cli.Commands;

/// <summary><c>ovflow compare BEFORE.json AFTER.json</c>: whether one measurement is faster than another, and how sure that is.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var before = new Argument<string>("BEFORE.json") { Description = "The base: a file of ovflow bench --save or --json." };
        var after = new Argument<string>("AFTER.json") { Description = "What is judged." };
        Option<string> tolerance = Tolerance();
        Option<bool> force = Force();

        var command = new Command("compare", "Compare two measurements; exit code 6 when the second is slower by more than the tolerance.") { before, after, tolerance, force };
        command.SetAction((parsed, _) =>
        {
            bool json = parsed.GetValue(CommonOptions.Json);
            return Failures.GuardAsync(json, () =>
            {
                double share = Shares.Parse("--tolerance", parsed.GetRequiredValue(tolerance));
                Comparison comparison = Compare(
                    BenchFile.Read(parsed.GetRequiredValue(before)), BenchFile.Read(parsed.GetRequiredValue(after)), share, parsed.GetValue(force));
                if (json)
                    JsonDocumentOutput.Print(comparison, MeasuringJson.Default.Comparison);
                else
                    ComparisonTable.Write(Console.Out, comparison);
                return Task.FromResult(ExitCodeOf(comparison));
            });
        });
        return command;
    }

    /// <summary>How much slower is no regression yet.</summary>
    public static Option<string> Tolerance() => new("--tolerance")
    {
        Description = "How much of the rate may be lost before it is a regression, for example 2%.",
        HelpName = "SHARE",
        DefaultValueFactory = _ => "2%",
    };

    public static Option<bool> Force() => new("--force") { Description = "Compare also what is INVALID." };

    /// <exception cref="InvalidDataException">A measurement is invalid and that is not to be overlooked.</exception>
    public static Comparison Compare(BenchReport before, BenchReport after, double tolerance, bool force)
    {
        Comparison comparison = BenchComparison.Compare(before, after, tolerance);
        return comparison.Invalid.Count == 0 || force
            ? comparison
            : throw new InvalidDataException(
                $"INVALID measurements are not compared; measure again, or give --force. {string.Join("; ", comparison.Invalid)}");
    }

    public static int ExitCodeOf(Comparison comparison) => comparison.Regression ? ExitCode.Difference : ExitCode.Done;
}
