using System.Text.Json.Serialization;

namespace OpenVinoFlow.Pipeline.Measuring.Tuning;

/// <summary>What was tried, and what came of it. Immutable.</summary>
public sealed record TuningReport
{
    /// <summary>What was measured: <c>end_to_end</c> or <c>inference_only</c>.</summary>
    public required string Of { get; init; }

    /// <summary>Everything tried, in this order.</summary>
    public required IReadOnlyList<Trial> Trials { get; init; }

    /// <summary>The best against the defaults, once more and for longer; null where nothing seemed better.</summary>
    public Trial? Confirmation { get; init; }

    /// <summary>The profile that was kept; null where the defaults are.</summary>
    public TunedProfile? Profile { get; init; }

    /// <summary>The profile's file.</summary>
    public string? File { get; init; }

    /// <summary>What was not tried, and why.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Seconds it took.</summary>
    public required double Seconds { get; init; }
}

/// <summary>One set of values against the defaults.</summary>
public sealed record Trial
{
    /// <summary>The values that differ from the defaults.</summary>
    public required IReadOnlyDictionary<string, string> Values { get; init; }

    /// <summary>Images a second.</summary>
    public double ImagesPerSecond { get; init; }

    /// <summary>That as a multiple of the defaults' in the same turns; 0 where it could not be measured.</summary>
    public double Ratio { get; init; }

    /// <summary>Lower end of the ratio's 95 % interval.</summary>
    public double Low { get; init; }

    /// <summary>Upper end of it.</summary>
    public double High { get; init; }

    /// <summary>Turns of each.</summary>
    public int Turns { get; init; }

    /// <summary>What was made of it.</summary>
    public required TrialOutcome Outcome { get; init; }

    /// <summary>Why it was refused, or how exact it is.</summary>
    public string? Remark { get; init; }
}

/// <summary>What was made of a trial.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TrialOutcome>))]
public enum TrialOutcome
{
    /// <summary>Better than anything before: the next ones start from it.</summary>
    [JsonStringEnumMemberName("better")]
    Better,

    /// <summary>Not better.</summary>
    [JsonStringEnumMemberName("no_better")]
    NoBetter,

    /// <summary>It cannot run so, or is not exact enough.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,

    /// <summary>Confirmed to be faster than the defaults.</summary>
    [JsonStringEnumMemberName("confirmed")]
    Confirmed,

    /// <summary>Not faster than the defaults by more than the noise: the defaults are kept.</summary>
    [JsonStringEnumMemberName("not_confirmed")]
    NotConfirmed,
}
