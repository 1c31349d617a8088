using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>A network whose inferences are counted. Thread-safe.</summary>
internal sealed class InferenceCounter(ICompiledModel model) : ICompiledModel
{
    private long _inferences;

    /// <summary>Inferences started.</summary>
    public long Inferences => Interlocked.Read(ref _inferences);

    public InputFormat Input => model.Input;

    public int Batch => model.Batch;

    public IReadOnlyList<TensorDescription> Outputs => model.Outputs;

    public int OptimalRequests => model.OptimalRequests;

    public IReadOnlyDictionary<string, string> Settings => model.Settings;

    public InferBuffers CreateBuffers() => model.CreateBuffers();

    public IInferSlot CreateSlot(int index, CompletionChannel completions) => new Slot(this, model.CreateSlot(index, completions));

    public IReadOnlyList<LayerTime> ReadLayerTimes(IReadOnlyList<IInferSlot> slots) => model.ReadLayerTimes([.. slots.Select(slot => ((Slot)slot).Inner)]);

    public void Dispose()
    {
    }

    private sealed class Slot(InferenceCounter counter, IInferSlot inner) : IInferSlot
    {
        public IInferSlot Inner => inner;

        public void Start(InferBuffers buffers)
        {
            Interlocked.Increment(ref counter._inferences);
            inner.Start(buffers);
        }

        public InferOutcome Wait() => inner.Wait();

        public InferOutcome Run(InferBuffers buffers)
        {
            Interlocked.Increment(ref counter._inferences);
            return inner.Run(buffers);
        }

        public void Cancel() => inner.Cancel();

        public void Dispose() => inner.Dispose();
    }
}
