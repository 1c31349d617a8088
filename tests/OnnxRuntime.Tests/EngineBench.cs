using System.Runtime.InteropServices;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.OnnxRuntime.Tests;

/// <summary>One model, one slot and its buffers, without a pipeline around them.</summary>
internal sealed class EngineBench : IDisposable
{
    private readonly OnnxRuntimeEngine _engine = new();
    private readonly CompletionChannel _completions = new();
    private readonly ICompiledModel _model;
    private readonly IInferSlot _slot;

    public EngineBench(string model, int width, int height, int batch = 1)
    {
        string path = Path.IsPathRooted(model) ? model : SharedAssets.RequireModel(model);
        ModelDescription description = _engine.Describe(path);
        _model = _engine.Compile(new CompileSpec
        {
            ModelPath = path,
            Model = description,
            Image = ImageInput.Find(description, 3, width, height),
            Batch = batch,
            Mean = [0, 0, 0],
            Scale = [1, 1, 1],
            Threads = 2,
        });
        Buffers = _model.CreateBuffers();
        _slot = _model.CreateSlot(7, _completions);
    }

    public InferBuffers Buffers { get; }

    public IInferSlot Slot => _slot;

    /// <summary>Another request, whose completions say <paramref name="number"/>, and buffers for it.</summary>
    public (IInferSlot Slot, InferBuffers Buffers) Another(int number) => (_model.CreateSlot(number, _completions), _model.CreateBuffers());

    /// <summary>The number of the request that ends next.</summary>
    public int NextCompletion() => _completions.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1)).GetAwaiter().GetResult().Slot;

    public InferOutcome Run()
    {
        _slot.Start(Buffers);
        return WaitForCompletion();
    }

    public InferOutcome WaitForCompletion()
    {
        Completion completion = _completions.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1)).GetAwaiter().GetResult();
        Assert.Equal(7, completion.Slot);
        Assert.True(completion.Timestamp > 0);
        return _slot.Wait();
    }

    public float[] Output(int index) => Output(Buffers, index);

    public static float[] Output(InferBuffers buffers, int index) =>
        MemoryMarshal.Cast<byte, float>(buffers.Outputs[index].Memory.Slice(0, buffers.Outputs[index].ByteLength)).ToArray();

    public void Dispose()
    {
        _slot.Dispose();
        Buffers.Dispose();
        _model.Dispose();
        _engine.Dispose();
    }
}
