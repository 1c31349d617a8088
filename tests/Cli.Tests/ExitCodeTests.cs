using OpenVinoFlow.Cli.Output;
using OpenVinoFlow.Pipeline.Ledger;
using OpenVinoFlow.Pipeline.Sinks;
using OpenVinoFlow.Pipeline.Statistics;

namespace OpenVinoFlow.Cli.Tests;

public class ExitCodeTests
{
    private static readonly FlowReport _report = new()
    {
        Outcome = FlowOutcome.Completed,
        Provenance = new Provenance("flow", "", "", "", "", ""),
        Ledger = new LedgerCounts(10, 9, 1, 0, 0),
        Seconds = 1,
        ImagesPerSecond = 9,
        CpuMillisecondsPerImage = 1,
        AllocatedBytesPerImage = 1,
        Latency = new Dictionary<string, LatencySummary>(),
        MeanBatch = 1,
        Limit = "",
        Settings = new Dictionary<string, string>(),
    };

    [Theory]
    [InlineData(FlowOutcome.Completed, 0)]
    [InlineData(FlowOutcome.Faulted, 1)]
    [InlineData(FlowOutcome.FailureBudgetExceeded, 3)]
    [InlineData(FlowOutcome.Cancelled, 130)]
    public void A_balanced_run_ends_with_the_code_of_its_outcome_another_one_always_with_4(FlowOutcome outcome, int code)
    {
        Assert.Equal(code, ExitCode.Of(_report with { Outcome = outcome }));
        Assert.Equal(4, ExitCode.Of(_report with { Outcome = outcome, Ledger = new LedgerCounts(10, 9, 0, 0, 0) }));
        Assert.Equal(4, ExitCode.Of(_report with { Outcome = outcome, Unaccounted = ["a.jpg: no fate"] }));
    }

    [Fact]
    public void The_ids_concerned_are_printed()
    {
        using var output = new StringWriter();
        RunSummary.Write(output, _report with { Unaccounted = ["photos/a.jpg: no fate"] });
        Assert.Contains("UNACCOUNTED: photos/a.jpg: no fate", output.ToString(), StringComparison.Ordinal);
    }
}
