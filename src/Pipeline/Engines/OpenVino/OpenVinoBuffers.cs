using OpenVinoFlow.Native;

namespace OpenVinoFlow.Pipeline.Engines.OpenVino;

/// <summary>Pinned memory with native tensors over it, made once: an infer request only gets their pointers.</summary>
internal sealed unsafe class OpenVinoBuffers : InferBuffers
{
    public OpenVinoBuffers(InputFormat format, int batch, Shape inputShape, IReadOnlyList<TensorDescription> outputs)
        : base(format, batch, [.. outputs.Select(output => new OutputBuffer(output))])
    {
        InputTensor = Tensor.FromHostMemory(ElementType.U8, inputShape, Input.Pointer);
        OutputTensors = [.. Outputs.Select(TensorOver)];
    }

    public Tensor InputTensor { get; }

    /// <summary>By output index; null for an output whose shape is only known after the inference: the request's own memory is copied then.</summary>
    public Tensor?[] OutputTensors { get; }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            InputTensor.Dispose();
            foreach (Tensor? tensor in OutputTensors)
                tensor?.Dispose();
        }

        base.Dispose(disposing);
    }

    private static Tensor? TensorOver(OutputBuffer output) => output.Description.IsDynamic
        ? null
        : Tensor.FromHostMemory(Ports.ElementTypeOf(output.Description.Type), new Shape([.. output.Description.Dims]), output.Memory.Pointer);
}
