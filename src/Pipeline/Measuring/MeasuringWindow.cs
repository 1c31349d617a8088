namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>One stretch of a measurement, from one completion to another.</summary>
public sealed record MeasuringWindow
{
    /// <summary>Seconds from the measurement's first completion to the start of this window.</summary>
    public required double Start { get; init; }

    /// <summary>Its length in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Images completed in it.</summary>
    public required long Images { get; init; }

    /// <summary>Processor time this process used in it, in milliseconds.</summary>
    public required double CpuMilliseconds { get; init; }

    /// <summary>Latencies measured in it: one an image, or one an inference.</summary>
    public long Latencies { get; init; }

    /// <summary>Their mean, in milliseconds.</summary>
    public double MeanLatency { get; init; }

    /// <summary>Share of the processors this process may run on that other processes used, 0..1; null where the system does not tell.</summary>
    public double? OthersShare { get; init; }

    /// <summary>Whether it was left out of the figures because the work had not settled yet.</summary>
    public bool WarmUp { get; init; }

    /// <summary>The rate.</summary>
    public double ImagesPerSecond => Images / Seconds;
}
