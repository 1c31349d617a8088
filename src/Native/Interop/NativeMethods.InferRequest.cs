using System.Runtime.InteropServices;

namespace OpenVinoFlow.Native.Interop;

internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial void ov_infer_request_free(nint request);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_infer_request_set_callback(nint request, NativeCallback* callback);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_infer_request_set_input_tensor_by_index(InferRequestHandle request, nuint index, TensorHandle tensor);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_infer_request_set_output_tensor_by_index(InferRequestHandle request, nuint index, TensorHandle tensor);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_infer_request_get_input_tensor_by_index(InferRequestHandle request, nuint index, out TensorHandle tensor);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_infer_request_get_output_tensor_by_index(InferRequestHandle request, nuint index, out TensorHandle tensor);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_infer_request_infer(InferRequestHandle request);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_infer_request_start_async(InferRequestHandle request);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_infer_request_wait(InferRequestHandle request);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_infer_request_wait_for(InferRequestHandle request, long milliseconds);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_infer_request_cancel(InferRequestHandle request);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_infer_request_get_profiling_info(InferRequestHandle request, out ProfilingInfoList list);

    [LibraryImport(Library)]
    internal static partial void ov_profiling_info_list_free(ProfilingInfoList* list);
}
