using OpenVinoFlow.Pipeline.Resume;

namespace OpenVinoFlow.Pipeline;

/// <summary>What a caller of a run may add to its configuration.</summary>
public sealed record RunControl
{
    /// <summary>Told a few times a second how far the run is.</summary>
    public IProgress<FlowProgress>? Progress { get; init; }

    /// <summary>Told what a run waits for that has not got on for <c>run.stall_report</c>.</summary>
    public Action<string>? Stalled { get; init; }

    /// <summary>How long a cancelled run may take to finish what is on its way, before that is given up.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What is done with outputs that are there. Counts for the configured sinks, which keep a journal.</summary>
    public RunStart Start { get; init; }

    /// <summary>Continues a run though its model, configuration or source has changed.</summary>
    public bool Force { get; init; }

    /// <summary>Ends a run at once: what is on its way is given up.</summary>
    public CancellationToken Abort { get; init; }
}
