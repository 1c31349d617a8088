namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>Something that can be kept going while it is measured.</summary>
internal interface IWorkload
{
    /// <summary>What is measured, as it stands in reports: for example <c>end_to_end</c>.</summary>
    string Name { get; }

    /// <summary>How it is kept busy, for reports: for example <c>closed loop, 3 in flight</c>.</summary>
    string Load { get; }

    /// <summary>From when to when a latency counts, for reports.</summary>
    string LatencyOf { get; }

    /// <summary>Images a second that are offered; null in a closed loop, where the next one comes when one has ended.</summary>
    double? Offered => null;

    /// <summary>Works until told to stop, or to its own end, and records everything that completes. Can be called again, not twice at a time.</summary>
    Task RunAsync(WindowRecorder recorder, CancellationToken stop);

    /// <summary>Adds what only this work knows to its measurement.</summary>
    Measurement Complete(Measurement measurement) => measurement;
}
