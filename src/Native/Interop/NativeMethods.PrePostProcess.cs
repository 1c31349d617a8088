using System.Runtime.InteropServices;

namespace OpenVinoFlow.Native.Interop;

internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial StatusCode ov_preprocess_prepostprocessor_create(ModelHandle model, out PrePostProcessorHandle processor);

    [LibraryImport(Library)]
    internal static partial void ov_preprocess_prepostprocessor_free(nint processor);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_preprocess_prepostprocessor_build(PrePostProcessorHandle processor, out ModelHandle model);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_preprocess_prepostprocessor_get_input_info_by_index(PrePostProcessorHandle processor, nuint index, out InputInfoHandle info);

    [LibraryImport(Library)]
    internal static partial void ov_preprocess_input_info_free(nint info);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_preprocess_input_info_get_tensor_info(InputInfoHandle info, out InputTensorInfoHandle tensorInfo);

    [LibraryImport(Library)]
    internal static partial void ov_preprocess_input_tensor_info_free(nint info);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_preprocess_input_tensor_info_set_element_type(InputTensorInfoHandle info, ElementType type);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_preprocess_input_tensor_info_set_color_format(InputTensorInfoHandle info, ColorFormat format);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_preprocess_input_tensor_info_set_spatial_static_shape(InputTensorInfoHandle info, nuint height, nuint width);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_preprocess_input_tensor_info_set_from(InputTensorInfoHandle info, TensorHandle tensor);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_preprocess_input_tensor_info_set_layout(InputTensorInfoHandle info, LayoutHandle layout);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_preprocess_input_info_get_model_info(InputInfoHandle info, out InputModelInfoHandle modelInfo);

    [LibraryImport(Library)]
    internal static partial void ov_preprocess_input_model_info_free(nint info);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_preprocess_input_model_info_set_layout(InputModelInfoHandle info, LayoutHandle layout);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_preprocess_input_info_get_preprocess_steps(InputInfoHandle info, out StepsHandle steps);

    [LibraryImport(Library)]
    internal static partial void ov_preprocess_preprocess_steps_free(nint steps);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_preprocess_preprocess_steps_resize(StepsHandle steps, ResizeAlgorithm algorithm);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_preprocess_preprocess_steps_scale(StepsHandle steps, float value);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_preprocess_preprocess_steps_scale_multi_channels(StepsHandle steps, float* values, int count);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_preprocess_preprocess_steps_mean(StepsHandle steps, float value);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_preprocess_preprocess_steps_mean_multi_channels(StepsHandle steps, float* values, int count);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_preprocess_preprocess_steps_crop(StepsHandle steps, int* begin, int beginCount, int* end, int endCount);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_preprocess_preprocess_steps_pad(StepsHandle steps, int* begin, nuint beginCount, int* end, nuint endCount, float value, PaddingMode mode);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_preprocess_preprocess_steps_convert_layout(StepsHandle steps, LayoutHandle layout);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_preprocess_preprocess_steps_convert_element_type(StepsHandle steps, ElementType type);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_preprocess_preprocess_steps_convert_color(StepsHandle steps, ColorFormat format);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_preprocess_preprocess_steps_reverse_channels(StepsHandle steps);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_preprocess_prepostprocessor_get_output_info_by_index(PrePostProcessorHandle processor, nuint index, out OutputInfoHandle info);

    [LibraryImport(Library)]
    internal static partial void ov_preprocess_output_info_free(nint info);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_preprocess_output_info_get_tensor_info(OutputInfoHandle info, out OutputTensorInfoHandle tensorInfo);

    [LibraryImport(Library)]
    internal static partial void ov_preprocess_output_tensor_info_free(nint info);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_preprocess_output_set_element_type(OutputTensorInfoHandle info, ElementType type);
}
