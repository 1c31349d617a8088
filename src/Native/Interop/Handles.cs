using System.Runtime.InteropServices;

namespace OpenVinoFlow.Native.Interop;

/// <summary>
/// One native object, freed exactly once and never during a call that uses it (each call holds a reference). OpenVINO's objects keep what
/// they need alive themselves, so handles may be freed in any order.
/// </summary>
internal abstract class OpenVinoHandle() : SafeHandle(0, ownsHandle: true)
{
    public sealed override bool IsInvalid => handle == 0;

    protected sealed override bool ReleaseHandle()
    {
        Free();
        return true;
    }

    protected abstract void Free();
}

/// <summary><c>ov_core_t</c>.</summary>
internal sealed class CoreHandle : OpenVinoHandle
{
    protected override void Free() => NativeMethods.ov_core_free(handle);
}

/// <summary><c>ov_model_t</c>.</summary>
internal sealed class ModelHandle : OpenVinoHandle
{
    protected override void Free() => NativeMethods.ov_model_free(handle);
}

/// <summary><c>ov_output_const_port_t</c>.</summary>
internal sealed class PortHandle : OpenVinoHandle
{
    protected override void Free() => NativeMethods.ov_output_const_port_free(handle);
}

/// <summary><c>ov_compiled_model_t</c>.</summary>
internal sealed class CompiledModelHandle : OpenVinoHandle
{
    protected override void Free() => NativeMethods.ov_compiled_model_free(handle);
}

/// <summary><c>ov_tensor_t</c>.</summary>
internal sealed class TensorHandle : OpenVinoHandle
{
    protected override void Free() => NativeMethods.ov_tensor_free(handle);
}

/// <summary><c>ov_layout_t</c>.</summary>
internal sealed class LayoutHandle : OpenVinoHandle
{
    protected override void Free() => NativeMethods.ov_layout_free(handle);
}
