using System.Text.Json.Serialization;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>Two reports set against each other. Immutable.</summary>
public sealed record Comparison
{
    /// <summary>Share of the rate that may be lost before it counts as a regression.</summary>
    public required double Tolerance { get; init; }

    /// <summary>Whether windows were measured in turns and compared pair by pair, so that the machine's drift cancels.</summary>
    public required bool Paired { get; init; }

    /// <summary>What is not the same on both sides: machine, model, versions, settings.</summary>
    public required IReadOnlyList<string> Differences { get; init; }

    /// <summary>Why the figures should not be compared: measurements that are invalid.</summary>
    public required IReadOnlyList<string> Invalid { get; init; }

    /// <summary>What both sides measured.</summary>
    public required IReadOnlyList<ComparedMeasurement> Measurements { get; init; }

    /// <summary>True when anything is slower by more than the tolerance.</summary>
    public bool Regression => Measurements.Any(measurement => measurement.Finding == ComparisonFinding.Regression);
}

/// <summary>One thing measured on both sides.</summary>
public sealed record ComparedMeasurement
{
    /// <summary>What.</summary>
    public required string Name { get; init; }

    /// <summary>What the ratio is of: <c>images_per_second</c>, or in an open loop, where that is given, <c>latency</c> turned over.</summary>
    public required string Of { get; init; }

    /// <summary>The figure before: images a second, or milliseconds.</summary>
    public required double Before { get; init; }

    /// <summary>The figure after.</summary>
    public required double After { get; init; }

    /// <summary>How many times as fast it is after; above 1 is better.</summary>
    public required double Ratio { get; init; }

    /// <summary>Lower end of the ratio's 95 % confidence interval.</summary>
    public required double Low { get; init; }

    /// <summary>Upper end of it.</summary>
    public required double High { get; init; }

    /// <summary>Processor time an image after, as a multiple of that before; below 1 is better. Null where one is not known.</summary>
    public double? CpuRatio { get; init; }

    /// <summary>Median latency after, as a multiple of that before.</summary>
    public double? P50Ratio { get; init; }

    /// <summary>99th percentile after, as a multiple of that before.</summary>
    public double? P99Ratio { get; init; }

    /// <summary>What to make of it.</summary>
    public required ComparisonFinding Finding { get; init; }
}

/// <summary>What a ratio and its interval say.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ComparisonFinding>))]
public enum ComparisonFinding
{
    /// <summary>The interval holds 1: no difference can be told.</summary>
    [JsonStringEnumMemberName("same")]
    Same,

    /// <summary>The whole interval is above 1.</summary>
    [JsonStringEnumMemberName("faster")]
    Faster,

    /// <summary>The whole interval is below 1, and the ratio within the tolerance.</summary>
    [JsonStringEnumMemberName("slower")]
    Slower,

    /// <summary>The whole interval is below 1, and the ratio beyond the tolerance.</summary>
    [JsonStringEnumMemberName("regression")]
    Regression,
}
