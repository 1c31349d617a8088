namespace OpenVinoFlow.Native.Interop;

/// <summary><c>ov_preprocess_prepostprocessor_t</c>. The handles below point into it: they are used only while it is open.</summary>
internal sealed class PrePostProcessorHandle : OpenVinoHandle
{
    protected override void Free() => NativeMethods.ov_preprocess_prepostprocessor_free(handle);
}

/// <summary><c>ov_preprocess_input_info_t</c>.</summary>
internal sealed class InputInfoHandle : OpenVinoHandle
{
    protected override void Free() => NativeMethods.ov_preprocess_input_info_free(handle);
}

/// <summary><c>ov_preprocess_input_tensor_info_t</c>.</summary>
internal sealed class InputTensorInfoHandle : OpenVinoHandle
{
    protected override void Free() => NativeMethods.ov_preprocess_input_tensor_info_free(handle);
}

/// <summary><c>ov_preprocess_input_model_info_t</c>.</summary>
internal sealed class InputModelInfoHandle : OpenVinoHandle
{
    protected override void Free() => NativeMethods.ov_preprocess_input_model_info_free(handle);
}

/// <summary><c>ov_preprocess_preprocess_steps_t</c>.</summary>
internal sealed class StepsHandle : OpenVinoHandle
{
    protected override void Free() => NativeMethods.ov_preprocess_preprocess_steps_free(handle);
}

/// <summary><c>ov_preprocess_output_info_t</c>.</summary>
internal sealed class OutputInfoHandle : OpenVinoHandle
{
    protected override void Free() => NativeMethods.ov_preprocess_output_info_free(handle);
}

/// <summary><c>ov_preprocess_output_tensor_info_t</c>.</summary>
internal sealed class OutputTensorInfoHandle : OpenVinoHandle
{
    protected override void Free() => NativeMethods.ov_preprocess_output_tensor_info_free(handle);
}
