using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>How the intervals between arrivals of an open loop are distributed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ArrivalKind>))]
public enum ArrivalKind
{
    /// <summary>All the same.</summary>
    [JsonStringEnumMemberName("constant")]
    Constant,

    /// <summary>Exponentially distributed, as of many users who do not know of one another.</summary>
    [JsonStringEnumMemberName("poisson")]
    Poisson,
}

/// <summary>An open loop: images arrive at a pace of their own, whether the ones before are done or not.</summary>
/// <param name="Rate">Images a second.</param>
/// <param name="Arrivals">Distribution of the intervals.</param>
public sealed record OpenLoop(double Rate, ArrivalKind Arrivals)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"open loop, {Rate:0.###}/s {Arrivals.ToString().ToLowerInvariant()}");
}

/// <summary>The times at which images of an open loop are to arrive. The same seed gives the same times. Not thread-safe.</summary>
internal sealed class ArrivalSchedule(OpenLoop loop, int seed)
{
#pragma warning disable CA5394 // Not for secrets.
    private readonly Random _random = new(seed);
#pragma warning restore CA5394
    private double _next;

    /// <summary>The next arrival, in ticks of <see cref="Stopwatch"/> after the start.</summary>
    public long Next()
    {
        double at = _next;
#pragma warning disable CA5394
        _next += (loop.Arrivals == ArrivalKind.Constant ? 1 : -Math.Log(1 - _random.NextDouble())) / loop.Rate;
#pragma warning restore CA5394
        return (long)(at * Stopwatch.Frequency);
    }
}
