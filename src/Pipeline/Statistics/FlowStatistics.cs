using System.Diagnostics;
using OpenVinoFlow.Pipeline.Ledger;
using OpenVinoFlow.Pipeline.Stages;

namespace OpenVinoFlow.Pipeline.Statistics;

/// <summary>Where the time of a run goes. Written by the sink stage only; read when the run has ended.</summary>
internal sealed class FlowStatistics
{
    public LatencyHistogram Read { get; } = new();

    public LatencyHistogram Decode { get; } = new();

    public LatencyHistogram Resize { get; } = new();

    public LatencyHistogram Queue { get; } = new();

    public LatencyHistogram Infer { get; } = new();

    /// <summary>From the source to the sinks.</summary>
    public LatencyHistogram Total { get; } = new();

    public long Batches { get; private set; }

    /// <summary>Images in all batches; with <see cref="Batches"/>, how full they were.</summary>
    public long Batched { get; private set; }

    public void RecordBatch(InferBatch batch)
    {
        Batches++;
        Batched += batch.Filled;
        Infer.Record(batch.CompletedAt - batch.StartedAt);
    }

    public void RecordItem(FlowItem item, Fate fate)
    {
        if (fate != Fate.Done)
            return;

        ref readonly ItemTimes times = ref item.Times;
        Read.Record(times.Read);
        Decode.Record(times.Decode);
        Resize.Record(times.Resize);
        Queue.Record(times.Queue);
        Total.Record(Stopwatch.GetTimestamp() - times.Accepted);
    }
}
