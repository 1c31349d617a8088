using Microsoft.Extensions.Logging;

namespace OpenVinoFlow.Pipeline;

/// <summary>Everything a flow logs.</summary>
internal static partial class FlowLog
{
    [LoggerMessage(1, LogLevel.Information, "Flow {Flow}: {Model} on {Engine}, compiled in {Seconds:0.00} s")]
    public static partial void Compiled(this ILogger logger, string flow, string model, string engine, double seconds);

    [LoggerMessage(2, LogLevel.Information, "Flow {Flow}: run of {Source} started")]
    public static partial void Started(this ILogger logger, string flow, string source);

    [LoggerMessage(3, LogLevel.Information, "Flow {Flow}: run ended {Outcome}: {Done} done, {Failed} failed, {Rate:0.0} images/s")]
    public static partial void Ended(this ILogger logger, string flow, Statistics.FlowOutcome outcome, long done, long failed, double rate);

    [LoggerMessage(4, LogLevel.Warning, "Flow {Flow}: {Id} failed in {Stage}: {Reason}: {Message}")]
    public static partial void ItemFailed(this ILogger logger, string flow, string id, string stage, string reason, string message);

    [LoggerMessage(6, LogLevel.Warning, "Flow {Flow}: {Report}")]
    public static partial void Stalled(this ILogger logger, string flow, string report);

    [LoggerMessage(5, LogLevel.Error, "Flow {Flow}: run is ended early: {Reason}")]
    public static partial void Faulted(this ILogger logger, string flow, string reason, Exception cause);
}
