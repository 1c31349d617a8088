using System.Text.Json.Serialization;
using OpenVinoFlow.Pipeline.Ledger;
using OpenVinoFlow.Pipeline.Measuring;
using OpenVinoFlow.Pipeline.Sinks;

namespace OpenVinoFlow.Pipeline.Statistics;

/// <summary>How a run ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FlowOutcome>))]
public enum FlowOutcome
{
    /// <summary>The source was read to its end.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed,

    /// <summary>It was cancelled; what was on its way was finished.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,

    /// <summary>More inputs failed than <c>errors:</c> allows.</summary>
    [JsonStringEnumMemberName("failure_budget_exceeded")]
    FailureBudgetExceeded,

    /// <summary>A part the run cannot do without broke: a sink, the source, or this library.</summary>
    [JsonStringEnumMemberName("faulted")]
    Faulted,
}

/// <summary>What a run did, and how fast.</summary>
public sealed record FlowReport
{
    /// <summary>How the run ended.</summary>
    public required FlowOutcome Outcome { get; init; }

    /// <summary>Why it ended early; null when it did not.</summary>
    public string? Reason { get; init; }

    /// <summary>What the results come from.</summary>
    public required Provenance Provenance { get; init; }

    /// <summary>The account: every input and its fate.</summary>
    public required LedgerCounts Ledger { get; init; }

    /// <summary>
    /// Inputs whose fate is on disk for certain, with those of earlier runs that this one continued; null where no journal is kept. After a run that
    /// failed that may be fewer than were done: what is missing is done again by the run that continues.
    /// </summary>
    public long? Committed { get; init; }

    /// <summary>Ids of inputs without a fate or with two; empty when the account is right.</summary>
    public IReadOnlyList<string> Unaccounted { get; init; } = [];

    /// <summary>Seconds from the first input to the last result, compilation not included.</summary>
    public required double Seconds { get; init; }

    /// <summary>Images with a result, a second.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>Processor time of the whole process an image, in milliseconds.</summary>
    public required double CpuMillisecondsPerImage { get; init; }

    /// <summary>Managed bytes allocated an image, by the whole process.</summary>
    public required double AllocatedBytesPerImage { get; init; }

    /// <summary>Full garbage collections (generation 2) during the run, in the whole process.</summary>
    public int FullCollections { get; init; }

    /// <summary>Latencies by stage, in milliseconds; <c>infer</c> is one value a batch.</summary>
    public required IReadOnlyDictionary<string, LatencySummary> Latency { get; init; }

    /// <summary>Mean number of images in a batch.</summary>
    public required double MeanBatch { get; init; }

    /// <summary>How full the queues were; null for a run too short to tell.</summary>
    public OccupancySample? Occupancy { get; init; }

    /// <summary>The stage that limited the run, why, and what to change.</summary>
    public required string Limit { get; init; }

    /// <summary>
    /// With <c>report.per_layer</c>: where the network's time went, as one request tells it. The run's other figures are those of a network that
    /// is slowed down by it.
    /// </summary>
    public LayerProfile? Layers { get; init; }

    /// <summary>What the flow decided where the configuration says auto, and how the engine runs the network.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>True when the account balances.</summary>
    public bool Balanced => Ledger.Balanced && Unaccounted.Count == 0;
}
