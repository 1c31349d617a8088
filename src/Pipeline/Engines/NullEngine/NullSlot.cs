namespace OpenVinoFlow.Pipeline.Engines.NullEngine;

/// <summary>An infer request whose inferences end when they are started.</summary>
internal sealed class NullSlot(int index, CompletionChannel completions) : IInferSlot
{
    public void Start(InferBuffers buffers) => completions.Post(index);

    public InferOutcome Wait() => InferOutcome.Done;

    public InferOutcome Run(InferBuffers buffers) => InferOutcome.Done;

    public void Cancel()
    {
    }

    public void Dispose()
    {
    }
}
