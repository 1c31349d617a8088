using OpenVinoFlow.Pipeline.Statistics;

namespace OpenVinoFlow.Cli;

/// <summary>What the program's exit code says. Part of its interface.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Unexpected = 1;
    public const int Usage = 2;
    public const int FailureBudgetExceeded = 3;
    public const int LedgerImbalance = 4;
    public const int ModelOrRuntime = 5;
    public const int Difference = 6;
    public const int Cancelled = 130;

    /// <summary>How a run ended. That its account does not balance outweighs everything else: then nothing it says can be relied on.</summary>
    public static int Of(FlowReport report) => report switch
    {
        { Balanced: false } => LedgerImbalance,
        { Outcome: FlowOutcome.Faulted } => Unexpected,
        { Outcome: FlowOutcome.Cancelled } => Cancelled,
        { Outcome: FlowOutcome.FailureBudgetExceeded } => FailureBudgetExceeded,
        _ => Done,
    };
}
