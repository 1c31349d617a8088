namespace OpenVinoFlow.Pipeline.Ledger;

/// <summary>What became of an input. Each gets exactly one that is not <see cref="Open"/>.</summary>
public enum Fate
{
    /// <summary>Still on its way.</summary>
    Open,

    /// <summary>Its result is in the sinks.</summary>
    Done,

    /// <summary>It failed; the failure is in the sinks and in the quarantine.</summary>
    Failed,

    /// <summary>It was not to be processed (done in an earlier run).</summary>
    Skipped,

    /// <summary>The run ended before it was processed.</summary>
    Cancelled,
}
