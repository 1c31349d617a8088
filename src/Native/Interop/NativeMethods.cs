using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace OpenVinoFlow.Native.Interop;

/// <summary>
/// Declarations of <c>libopenvino_c</c>, one file per C header, under their C names. Declarations only: ownership is in the handles,
/// errors in <see cref="Status"/>.
/// </summary>
internal static unsafe partial class NativeMethods
{
    /// <summary>Resolved by <see cref="OpenVinoRuntime"/> to the library it loaded, never by the system's own search.</summary>
    internal const string Library = "openvino_c";

    [LibraryImport(Library)]
    internal static partial byte* ov_get_error_info(StatusCode status);

    [LibraryImport(Library)]
    internal static partial byte* ov_get_last_err_msg();

    [LibraryImport(Library)]
    internal static partial void ov_free(byte* content);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_layout_create([MarshalUsing(typeof(Utf8StringMarshaller))] string description, out LayoutHandle layout);

    [LibraryImport(Library)]
    internal static partial void ov_layout_free(nint layout);
}
