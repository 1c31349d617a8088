using OpenVinoFlow.Native.Interop;

namespace OpenVinoFlow.Native;

/// <summary>
/// What the caller's tensor looks like and the steps that turn it into what the network expects, for one input. Steps run in the order in
/// which they are called. Every method returns the same object. Usable until its <see cref="PrePostProcessor"/> is disposed.
/// </summary>
public sealed unsafe class InputPreprocessing
{
    private readonly Port _port;
    private readonly InputInfoHandle _info;
    private readonly InputTensorInfoHandle _tensor;
    private readonly InputModelInfoHandle _model;
    private readonly StepsHandle _steps;

    internal InputPreprocessing(InputInfoHandle info, Port port)
    {
        _info = info;
        _port = port;
        Status.Check(NativeMethods.ov_preprocess_input_info_get_tensor_info(info, out _tensor), "reach an input's tensor description", port.Key);
        Status.Check(NativeMethods.ov_preprocess_input_info_get_model_info(info, out _model), "reach an input's model description", port.Key);
        Status.Check(NativeMethods.ov_preprocess_input_info_get_preprocess_steps(info, out _steps), "reach an input's steps", port.Key);
    }

    /// <summary>The type of the caller's tensor, for example <see cref="ElementType.U8"/>.</summary>
    public InputPreprocessing TensorElementType(ElementType type) =>
        Checked(NativeMethods.ov_preprocess_input_tensor_info_set_element_type(_tensor, type), "set the tensor's type");

    /// <summary>The layout of the caller's tensor: <c>NHWC</c>, <c>NCHW</c>, or OpenVINO's long form <c>[N,...,C]</c>.</summary>
    public InputPreprocessing TensorLayout(string layout)
    {
        using LayoutHandle handle = Layout(layout);
        return Checked(NativeMethods.ov_preprocess_input_tensor_info_set_layout(_tensor, handle), "set the tensor's layout");
    }

    /// <summary>The colour format of the caller's tensor; needs a layout for the packed formats.</summary>
    public InputPreprocessing TensorColorFormat(ColorFormat format) =>
        Checked(NativeMethods.ov_preprocess_input_tensor_info_set_color_format(_tensor, format), "set the tensor's colour format");

    /// <summary>Height and width of the caller's image where they differ from the network's (for a <see cref="Resize"/> step).</summary>
    public InputPreprocessing TensorSpatialShape(int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        return Checked(NativeMethods.ov_preprocess_input_tensor_info_set_spatial_static_shape(_tensor, (nuint)height, (nuint)width), "set the tensor's height and width");
    }

    /// <summary>Type and whole shape of the caller's tensor.</summary>
    public InputPreprocessing TensorShape(ElementType type, Shape shape)
    {
        // The C interface takes both from a tensor, whose content it never looks at.
        byte nothing;
        using var pattern = Tensor.FromHostMemory(type, shape, &nothing);
        return TensorFrom(pattern);
    }

    /// <summary>Type and shape of the caller's tensor, as that tensor has them.</summary>
    public InputPreprocessing TensorFrom(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return Checked(NativeMethods.ov_preprocess_input_tensor_info_set_from(_tensor, tensor.Handle), "take the tensor's type and shape");
    }

    /// <summary>The layout the network itself expects; a difference to the tensor's is converted inside the graph.</summary>
    public InputPreprocessing ModelLayout(string layout)
    {
        using LayoutHandle handle = Layout(layout);
        return Checked(NativeMethods.ov_preprocess_input_model_info_set_layout(_model, handle), "set the model's layout");
    }

    /// <summary>Step: converts the elements. <see cref="Mean(float)"/> and <see cref="Scale(float)"/> need a floating type first.</summary>
    public InputPreprocessing ConvertElementType(ElementType type) =>
        Checked(NativeMethods.ov_preprocess_preprocess_steps_convert_element_type(_steps, type), "add a type conversion");

    /// <summary>Step: converts the layout, to the given one.</summary>
    public InputPreprocessing ConvertLayout(string layout)
    {
        using LayoutHandle handle = Layout(layout);
        return Checked(NativeMethods.ov_preprocess_preprocess_steps_convert_layout(_steps, handle), "add a layout conversion");
    }

    /// <summary>Step: converts the colour format; the tensor's must have been set.</summary>
    public InputPreprocessing ConvertColor(ColorFormat format) =>
        Checked(NativeMethods.ov_preprocess_preprocess_steps_convert_color(_steps, format), "add a colour conversion");

    /// <summary>Step: reverses the channels (RGB to BGR and back); needs a layout with <c>C</c>.</summary>
    public InputPreprocessing ReverseChannels() =>
        Checked(NativeMethods.ov_preprocess_preprocess_steps_reverse_channels(_steps), "add a reversal of channels");

    /// <summary>Step: resizes to the network's height and width.</summary>
    public InputPreprocessing Resize(ResizeAlgorithm algorithm) =>
        Checked(NativeMethods.ov_preprocess_preprocess_steps_resize(_steps, algorithm), "add a resize");

    /// <summary>Step: cuts out the region between two corners, one value per dimension; negative values count from the end.</summary>
    public InputPreprocessing Crop(ReadOnlySpan<int> begin, ReadOnlySpan<int> end)
    {
        fixed (int* first = begin)
        fixed (int* last = end)
            return Checked(NativeMethods.ov_preprocess_preprocess_steps_crop(_steps, first, begin.Length, last, end.Length), "add a crop");
    }

    /// <summary>Step: adds elements before and after, one count per dimension; negative counts cut.</summary>
    public InputPreprocessing Pad(ReadOnlySpan<int> before, ReadOnlySpan<int> after, float value, PaddingMode mode)
    {
        fixed (int* first = before)
        fixed (int* last = after)
            return Checked(NativeMethods.ov_preprocess_preprocess_steps_pad(_steps, first, (nuint)before.Length, last, (nuint)after.Length, value, mode), "add padding");
    }

    /// <summary>Step: subtracts one value from every element.</summary>
    public InputPreprocessing Mean(float value) =>
        Checked(NativeMethods.ov_preprocess_preprocess_steps_mean(_steps, value), "add a mean");

    /// <summary>Step: subtracts one value per channel; needs a layout with <c>C</c>.</summary>
    public InputPreprocessing Mean(ReadOnlySpan<float> values)
    {
        fixed (float* first = values)
            return Checked(NativeMethods.ov_preprocess_preprocess_steps_mean_multi_channels(_steps, first, values.Length), "add a mean per channel");
    }

    /// <summary>Step: divides every element by one value.</summary>
    public InputPreprocessing Scale(float value) =>
        Checked(NativeMethods.ov_preprocess_preprocess_steps_scale(_steps, value), "add a scale");

    /// <summary>Step: divides by one value per channel; needs a layout with <c>C</c>.</summary>
    public InputPreprocessing Scale(ReadOnlySpan<float> values)
    {
        fixed (float* first = values)
            return Checked(NativeMethods.ov_preprocess_preprocess_steps_scale_multi_channels(_steps, first, values.Length), "add a scale per channel");
    }

    internal void Dispose()
    {
        _steps.Dispose();
        _model.Dispose();
        _tensor.Dispose();
        _info.Dispose();
    }

    private static LayoutHandle Layout(string layout)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(layout);
        Status.Check(NativeMethods.ov_layout_create(layout, out LayoutHandle handle), "read a layout", layout);
        return handle;
    }

    private InputPreprocessing Checked(StatusCode status, string action)
    {
        if (status != StatusCode.OK)
            Status.Check(status, action, $"input {_port}");

        return this;
    }
}
