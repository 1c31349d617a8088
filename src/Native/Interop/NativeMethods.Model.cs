using System.Runtime.InteropServices;

namespace OpenVinoFlow.Native.Interop;

internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial void ov_model_free(nint model);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_model_get_friendly_name(ModelHandle model, out byte* name);

    [LibraryImport(Library)]
    internal static partial byte ov_model_is_dynamic(ModelHandle model);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_model_inputs_size(ModelHandle model, out nuint size);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_model_outputs_size(ModelHandle model, out nuint size);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_model_const_input_by_index(ModelHandle model, nuint index, out PortHandle port);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_model_const_output_by_index(ModelHandle model, nuint index, out PortHandle port);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial StatusCode ov_model_const_input_by_name(ModelHandle model, string name, out PortHandle port);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial StatusCode ov_model_const_output_by_name(ModelHandle model, string name, out PortHandle port);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_model_reshape_by_port_indexes(ModelHandle model, nuint* indexes, NativePartialShape* shapes, nuint count);

    [LibraryImport(Library)]
    internal static partial void ov_output_const_port_free(nint port);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_port_get_any_name(PortHandle port, out byte* name);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_port_get_element_type(PortHandle port, out ElementType type);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_port_get_partial_shape(PortHandle port, out NativePartialShape shape);

    [LibraryImport(Library)]
    internal static partial void ov_partial_shape_free(NativePartialShape* shape);
}
