using System.Text.Json.Serialization;
using OpenVinoFlow.Pipeline.Statistics;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>What was measured of one thing: the whole flow, the inference alone, one stage. Immutable.</summary>
public sealed record Measurement
{
    /// <summary>What: <c>end_to_end</c>, <c>inference_only</c>, <c>read</c>, <c>preprocess</c>, or <c>ceiling_…</c>.</summary>
    public required string Name { get; init; }

    /// <summary>How it was kept busy.</summary>
    public required string Load { get; init; }

    /// <summary>Seconds from the beginning of the report to the start of this measurement.</summary>
    public double StartSeconds { get; init; }

    /// <summary>Images a second, warm-up left out.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>Lower end of the rate's 95 % confidence interval; null where there are too few windows for one.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end of it.</summary>
    public double? High { get; init; }

    /// <summary>Processor time of the whole process an image, in milliseconds.</summary>
    public required double CpuMillisecondsPerImage { get; init; }

    /// <summary>Share of the processors that other processes used meanwhile, 0..1; null where the system does not tell.</summary>
    public double? OthersShare { get; init; }

    /// <summary>Seconds that count.</summary>
    public required double Seconds { get; init; }

    /// <summary>Seconds before them that were left out.</summary>
    public required double WarmUpSeconds { get; init; }

    /// <summary>Images that count.</summary>
    public required long Images { get; init; }

    /// <summary>Images that failed, warm-up included.</summary>
    public long Failed { get; init; }

    /// <summary>From when to when a latency counts.</summary>
    public required string LatencyOf { get; init; }

    /// <summary>Latencies in milliseconds, warm-up left out.</summary>
    public required LatencySummary Latency { get; init; }

    /// <summary>Latencies by stage in milliseconds, warm-up included; null where there are no stages.</summary>
    public IReadOnlyDictionary<string, LatencySummary>? Stages { get; init; }

    /// <summary>The stage that limits, why, and what to change; null where there is only one.</summary>
    public string? Limit { get; init; }

    /// <summary>Images a second that were offered; null in a closed loop.</summary>
    public double? Offered { get; init; }

    /// <summary>Whether the figures may be used.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Every window, those of the warm-up too.</summary>
    public required IReadOnlyList<MeasuringWindow> Windows { get; init; }

    /// <summary>The latencies of each of <see cref="Windows"/>, for logs; not in the JSON file, and empty when read from one.</summary>
    [JsonIgnore]
    public IReadOnlyList<LatencyHistogram> Histograms { get; init; } = [];

    /// <summary>The windows that count.</summary>
    [JsonIgnore]
    public IEnumerable<MeasuringWindow> Counted => Windows.Where(window => !window.WarmUp);
}
