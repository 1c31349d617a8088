using System.Diagnostics;

namespace OpenVinoFlow.Pipeline;

/// <summary><see cref="Stopwatch"/> timestamps and durations of one image's way. A stage it never reached is 0.</summary>
public struct ItemTimes
{
    private static readonly double _millisecondsPerTick = 1000.0 / Stopwatch.Frequency;

    /// <summary>When the source gave it.</summary>
    public long Accepted { get; internal set; }

    /// <summary>Ticks spent reading.</summary>
    public long Read { get; internal set; }

    /// <summary>Ticks spent decoding.</summary>
    public long Decode { get; internal set; }

    /// <summary>Ticks spent resizing and normalising.</summary>
    public long Resize { get; internal set; }

    /// <summary>When its place was filled.</summary>
    public long Ready { get; internal set; }

    /// <summary>When its inference was started.</summary>
    public long Started { get; internal set; }

    /// <summary>When its inference ended, by the completion callback's clock.</summary>
    public long Completed { get; internal set; }

    /// <summary>Ticks between decoded and started: waiting for its batch to fill and for an idle request.</summary>
    public readonly long Queue => Started == 0 ? 0 : Started - Ready;

    /// <summary>Ticks between started and ended.</summary>
    public readonly long Infer => Completed == 0 ? 0 : Completed - Started;

    /// <summary>Converts ticks to milliseconds.</summary>
    public static double Milliseconds(long ticks) => ticks * _millisecondsPerTick;
}
