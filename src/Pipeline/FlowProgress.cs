using OpenVinoFlow.Pipeline.Ledger;

namespace OpenVinoFlow.Pipeline;

/// <summary>A run as it is now.</summary>
/// <param name="Ledger">The account so far; it need not balance yet.</param>
/// <param name="Total">Inputs in all, where that is known.</param>
/// <param name="Elapsed">Since the first input.</param>
/// <param name="ImagesPerSecond">Over the last moments.</param>
/// <param name="Limit">The stage that limits the run, as far as can be told.</param>
public sealed record FlowProgress(LedgerCounts Ledger, long? Total, TimeSpan Elapsed, double ImagesPerSecond, string Limit)
{
    /// <summary>Time to the end at this rate; null where it cannot be told.</summary>
    public TimeSpan? Remaining => Total is { } total && ImagesPerSecond > 0
        ? TimeSpan.FromSeconds(Math.Max(0, total - Ledger.Settled) / ImagesPerSecond)
        : null;
}
