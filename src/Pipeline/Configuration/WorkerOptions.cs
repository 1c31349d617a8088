namespace OpenVinoFlow.Pipeline.Configuration;

/// <summary>Threads outside the inference engine (<c>workers:</c>).</summary>
public sealed record WorkerOptions
{
    /// <summary>Threads that decode and preprocess; null decides from the processors.</summary>
    public int? Decode { get; init; }

    /// <summary>Threads that read files ahead; null decides from the processors.</summary>
    public int? Read { get; init; }
}
