using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.Pipeline.Stages;

/// <summary>
/// <c>infer.mode: sync</c>: runs inferences on the thread that starts them. With a slot for every decode worker that is the worker that has filled
/// the batch, which then decodes on.
/// </summary>
internal sealed class CallerSlot(int index, IInferSlot slot, CompletionChannel completions) : IInferSlot
{
    private InferOutcome _outcome;

    /// <summary>What runs the inferences.</summary>
    public IInferSlot Inner => slot;

    public void Start(InferBuffers buffers)
    {
        _outcome = slot.Run(buffers);
        completions.Post(index);
    }

    public InferOutcome Wait() => _outcome;

    public InferOutcome Run(InferBuffers buffers) => slot.Run(buffers);

    public void Cancel() => slot.Cancel();

    public void Dispose() => slot.Dispose();
}
