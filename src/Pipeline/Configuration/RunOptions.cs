namespace OpenVinoFlow.Pipeline.Configuration;

/// <summary>How a run ends, and how it can be continued (<c>run:</c>).</summary>
public sealed record RunOptions
{
    /// <summary>How long a cancelled run may take to finish what has been started; what is left after that is counted as cancelled.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After this long without any image finished, the run says what everything waits for, and goes on.</summary>
    public TimeSpan StallReport { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After this long without any image finished, the run is given up; null waits for ever.</summary>
    public TimeSpan? StallTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Whether a journal beside the first sink's output says what is done, so that a run that was cut off can be continued. Counts for the
    /// configured sinks only.
    /// </summary>
    public bool Resumable { get; init; } = true;

    /// <summary>How often results are brought to disk and committed to the journal.</summary>
    public TimeSpan CommitInterval { get; init; } = TimeSpan.FromSeconds(1);
}
