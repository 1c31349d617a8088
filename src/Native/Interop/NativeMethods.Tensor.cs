using System.Runtime.InteropServices;

namespace OpenVinoFlow.Native.Interop;

internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial StatusCode ov_tensor_create(ElementType type, NativeShape shape, out TensorHandle tensor);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_tensor_create_from_host_ptr(ElementType type, NativeShape shape, void* memory, out TensorHandle tensor);

    [LibraryImport(Library)]
    internal static partial void ov_tensor_free(nint tensor);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_tensor_get_shape(TensorHandle tensor, NativeShape* shape);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_shape_free(NativeShape* shape);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_tensor_get_element_type(TensorHandle tensor, out ElementType type);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_tensor_get_byte_size(TensorHandle tensor, out nuint size);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_tensor_data(TensorHandle tensor, out void* data);
}
