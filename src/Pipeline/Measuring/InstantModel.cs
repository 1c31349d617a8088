using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Pipeline.Engines.NullEngine;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>
/// A network in whose place nothing is computed: the same inputs, outputs and buffers, and inferences that end at once. What a flow does with it
/// is what it would do if the inference cost nothing. Outputs hold whatever was in their memory.
/// </summary>
internal sealed class InstantModel : ICompiledModel
{
    private readonly ICompiledModel _model;
    private readonly (byte[] Data, long[] Dims)?[] _dynamicOutputs;

    /// <summary>Outputs whose shape is only known after an inference get the shape of one on an empty picture.</summary>
    public InstantModel(ICompiledModel model)
    {
        _model = model;
        _dynamicOutputs = new (byte[], long[])?[model.Outputs.Count];
        if (!model.Outputs.Any(output => output.IsDynamic))
            return;

        using InferBuffers buffers = model.CreateBuffers();
        using IInferSlot slot = model.CreateSlot(0, new CompletionChannel());
        buffers.Input.Slice(0, buffers.Input.ByteLength).Clear();
        InferOutcome outcome = slot.Run(buffers);
        if (outcome.Status != InferStatus.Done)
            throw new InferenceException($"An inference on an empty picture failed: {outcome.Message}");

        for (int i = 0; i < buffers.Outputs.Count; i++)
        {
            OutputBuffer output = buffers.Outputs[i];
            if (output.Description.IsDynamic)
                _dynamicOutputs[i] = (output.Memory.Slice(0, output.ByteLength).ToArray(), output.Dims.ToArray());
        }
    }

    public InputFormat Input => _model.Input;

    public int Batch => _model.Batch;

    public IReadOnlyList<TensorDescription> Outputs => _model.Outputs;

    public int OptimalRequests => _model.OptimalRequests;

    public IReadOnlyDictionary<string, string> Settings => _model.Settings;

    public InferBuffers CreateBuffers()
    {
        InferBuffers buffers = _model.CreateBuffers();
        for (int i = 0; i < _dynamicOutputs.Length; i++)
        {
            if (_dynamicOutputs[i] is { } output)
                buffers.Outputs[i].Assign(output.Data, output.Dims);
        }

        return buffers;
    }

    public IInferSlot CreateSlot(int index, CompletionChannel completions) => new NullSlot(index, completions);

    public IReadOnlyList<LayerTime> ReadLayerTimes(IReadOnlyList<IInferSlot> slots) => [];

    /// <summary>The network belongs to whoever made it.</summary>
    public void Dispose()
    {
    }
}
