using System.Runtime.InteropServices;

namespace OpenVinoFlow.Native.Interop;

internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial void ov_compiled_model_free(nint model);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_compiled_model_inputs_size(CompiledModelHandle model, out nuint size);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_compiled_model_outputs_size(CompiledModelHandle model, out nuint size);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_compiled_model_input_by_index(CompiledModelHandle model, nuint index, out PortHandle port);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_compiled_model_output_by_index(CompiledModelHandle model, nuint index, out PortHandle port);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial StatusCode ov_compiled_model_input_by_name(CompiledModelHandle model, string name, out PortHandle port);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial StatusCode ov_compiled_model_output_by_name(CompiledModelHandle model, string name, out PortHandle port);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_compiled_model_create_infer_request(CompiledModelHandle model, out nint request);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial StatusCode ov_compiled_model_get_property(CompiledModelHandle model, string key, out byte* value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial StatusCode ov_compiled_model_export_model(CompiledModelHandle model, string path);
}
