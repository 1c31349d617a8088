using System.Diagnostics;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Stages;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>Reading alone. The same files again and again, so it is mostly the system's file cache that is read.</summary>
internal sealed class ReadWorkload(ItemCycle items, long maxFileBytes, int threads) : StageWorkload("read", threads)
{
    private static readonly ReadRetry _noRetry = new(new ErrorOptions { ReadRetries = 0 });

    public override string LatencyOf => "reading one file, from the system's cache";

    protected override void Work(WindowRecorder recorder, CancellationToken stop)
    {
        var reader = new FileReader(maxFileBytes, _noRetry, stop);
        var item = new FlowItem();
        for (long sequence = 0; !stop.IsCancellationRequested; sequence++)
        {
            item.Begin(items.Next(), sequence, sequence, Stopwatch.GetTimestamp());
            reader.Read(item);
            if (item.Failure is null)
                recorder.Record(Stopwatch.GetTimestamp(), 1, item.Times.Read);
            else
                recorder.RecordFailure();
            item.End();
        }
    }
}
