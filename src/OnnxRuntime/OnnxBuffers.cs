using Microsoft.ML.OnnxRuntime;
using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.OnnxRuntime;

/// <summary>Pinned memory bound to the session once: starting an inference hands over the binding and copies nothing.</summary>
internal sealed class OnnxBuffers : InferBuffers
{
    private readonly OrtValue _input;
    private readonly OrtValue[] _outputs;
    private readonly OrtIoBinding _binding;

    public OnnxBuffers(OnnxCompiledModel model, InferenceSession session, OrtMemoryInfo memory, string inputName, DataType inputType, long[] inputDims)
        : base(model.Input, model.Batch, [.. model.Outputs.Select(output => new OutputBuffer(output))])
    {
        _binding = session.CreateIoBinding();
        _input = Wrap(memory, inputType, inputDims, Input);
        _binding.BindInput(inputName, _input);

        var bound = new List<OrtValue>();
        foreach (OutputBuffer output in Outputs)
        {
            TensorDescription description = output.Description;
            if (description.IsDynamic)
            {
                _binding.BindOutputToDevice(description.Name, memory);
                HasDynamicOutputs = true;
                continue;
            }

            OrtValue value = Wrap(memory, description.Type, [.. description.Dims], output.Memory);
            bound.Add(value);
            _binding.BindOutput(description.Name, value);
        }

        _outputs = [.. bound];
    }

    /// <summary>Whether some outputs are allocated by ONNX Runtime in each inference.</summary>
    public bool HasDynamicOutputs { get; }

    public void Run(InferenceSession session, RunOptions options)
    {
        session.RunWithBinding(options, _binding);
        if (HasDynamicOutputs)
            CopyDynamicOutputs();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _binding.Dispose();
            _input.Dispose();
            foreach (OrtValue output in _outputs)
                output.Dispose();
        }

        base.Dispose(disposing);
    }

    private void CopyDynamicOutputs()
    {
        using IDisposableReadOnlyCollection<OrtValue> values = _binding.GetOutputValues();
        for (int i = 0; i < Outputs.Count; i++)
        {
            OutputBuffer output = Outputs[i];
            if (output.Description.IsDynamic)
                output.Assign(values[i].GetTensorDataAsSpan<byte>(), values[i].GetTensorTypeAndShape().Shape);
        }
    }

    private static unsafe OrtValue Wrap(OrtMemoryInfo memory, DataType type, long[] dims, Pipeline.Buffers.AlignedMemory data) =>
        OrtValue.CreateTensorValueWithData(memory, ElementTypes.To(type), dims, (nint)data.Pointer, data.ByteLength);
}
