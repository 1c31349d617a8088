namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>What is to be measured of a flow.</summary>
public sealed record BenchOptions
{
    /// <summary>Measures the whole flow; needs a source.</summary>
    public bool EndToEnd { get; init; } = true;

    /// <summary>Measures the inference alone.</summary>
    public bool InferenceOnly { get; init; } = true;

    /// <summary>Measures reading alone and decoding alone; needs a source of files.</summary>
    public bool Stages { get; init; } = true;

    /// <summary>Images arrive at this pace; null for a closed loop.</summary>
    public OpenLoop? OpenLoop { get; init; }

    /// <summary>Runs inferences alone one after the other on the calling thread.</summary>
    public bool Synchronous { get; init; }

    /// <summary>Fills the inputs of the inference alone with images of the source, not with random pixels.</summary>
    public bool FillFromSource { get; init; }

    /// <summary>Inferences to measure with the inference alone; null measures by time.</summary>
    public long? Inferences { get; init; }

    /// <summary>How long, and what counts.</summary>
    public MeasuringPolicy Policy { get; init; } = new();
}
