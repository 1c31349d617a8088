using System.Diagnostics;
using OpenVinoFlow.Pipeline.Sinks;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>The last sink of a flow that is measured: counts what the sinks before it have written.</summary>
internal sealed class RecordingSink(WindowRecorder recorder, Func<FlowItem, long> startOf) : IResultSink
{
    public string Description => "measurement";

    public ValueTask OpenAsync(SinkContext context, CancellationToken cancellationToken) => default;

    public ValueTask WriteAsync(FlowItem item, CancellationToken cancellationToken)
    {
        if (item.Ok)
        {
            long now = Stopwatch.GetTimestamp();
            recorder.Record(now, 1, now - startOf(item));
        }
        else
        {
            recorder.RecordFailure();
        }

        return default;
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => default;

    public ValueTask CompleteAsync(CancellationToken cancellationToken) => default;

    public ValueTask DisposeAsync() => default;
}
