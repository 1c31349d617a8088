using OpenVinoFlow.Native.Interop;

namespace OpenVinoFlow.Native;

/// <summary>What the caller wants from one output. Usable until its <see cref="PrePostProcessor"/> is disposed.</summary>
public sealed class OutputPostprocessing
{
    private readonly OutputInfoHandle _info;
    private readonly OutputTensorInfoHandle _tensor;

    internal OutputPostprocessing(OutputInfoHandle info)
    {
        _info = info;
        Status.Check(NativeMethods.ov_preprocess_output_info_get_tensor_info(info, out _tensor), "reach an output's tensor description");
    }

    /// <summary>The type of the output tensor; a difference to the network's is converted inside the graph.</summary>
    public OutputPostprocessing TensorElementType(ElementType type)
    {
        Status.Check(NativeMethods.ov_preprocess_output_set_element_type(_tensor, type), "set an output's type");
        return this;
    }

    internal void Dispose()
    {
        _tensor.Dispose();
        _info.Dispose();
    }
}
