using System.Diagnostics;
using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>The inference alone, one after the other, each waited for by the thread that asks for it: the shortest time one can take.</summary>
internal sealed class SyncInferenceWorkload(ICompiledModel model, Action<InferBuffers, int> fill) : IWorkload
{
    public string Name { get; init; } = "inference_only";

    public string Load => "synchronous, one at a time";

    public string LatencyOf => "one inference, from its start to its end";

    /// <summary>Inferences to do; null works until told to stop.</summary>
    public long? Limit { get; init; }

    public Task RunAsync(WindowRecorder recorder, CancellationToken stop) =>
        Task.Factory.StartNew(() => Run(recorder, stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Run(WindowRecorder recorder, CancellationToken stop)
    {
        using InferBuffers buffers = model.CreateBuffers();
        using IInferSlot slot = model.CreateSlot(0, new CompletionChannel());
        fill(buffers, 0);
        for (long done = 0; !stop.IsCancellationRequested && (Limit is not { } limit || done < limit); done++)
        {
            long start = Stopwatch.GetTimestamp();
            InferOutcome outcome = slot.Run(buffers);
            long end = Stopwatch.GetTimestamp();
            if (outcome.Status != InferStatus.Done)
                throw new InferenceException($"{Name}: an inference failed: {outcome.Message ?? outcome.Status.ToString()}");

            recorder.Record(end, buffers.Batch, end - start);
        }
    }
}
