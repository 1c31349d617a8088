using System.Text.Json.Serialization;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>Whether figures may be used, and if not, why.</summary>
/// <param name="Reasons">Empty for a valid measurement.</param>
public sealed record Verdict(IReadOnlyList<InvalidReason> Reasons)
{
    /// <summary>True when nothing speaks against the figures.</summary>
    public bool Valid => Reasons.Count == 0;

    /// <inheritdoc/>
    public override string ToString() => Valid ? "VALID" : $"INVALID: {string.Join("; ", Reasons.Select(reason => reason.Message))}";
}

/// <summary>Why figures must not be used.</summary>
/// <param name="Kind">Which rule they break.</param>
/// <param name="Message">The same with figures.</param>
public sealed record InvalidReason(InvalidKind Kind, string Message);

/// <summary>What makes a measurement invalid.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<InvalidKind>))]
public enum InvalidKind
{
    /// <summary>Too little is left when the warm-up is left out.</summary>
    [JsonStringEnumMemberName("too_short")]
    TooShort,

    /// <summary>The rate differs too much from window to window.</summary>
    [JsonStringEnumMemberName("unstable")]
    Unstable,

    /// <summary>Other processes used the processors.</summary>
    [JsonStringEnumMemberName("machine_busy")]
    MachineBusy,

    /// <summary>The engine collected layer times, which slows it down.</summary>
    [JsonStringEnumMemberName("profiled")]
    Profiled,

    /// <summary>Images came faster than they could be processed, so that latencies only say how long it was measured.</summary>
    [JsonStringEnumMemberName("overloaded")]
    Overloaded,

    /// <summary>Too many images failed.</summary>
    [JsonStringEnumMemberName("failures")]
    Failures,

    /// <summary>The work ended before it was measured to the end.</summary>
    [JsonStringEnumMemberName("ended_early")]
    EndedEarly,
}
