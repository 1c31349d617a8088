using System.Runtime.InteropServices;

namespace OpenVinoFlow.Native.Interop;

/// <summary>Properties as an array of pairs: OpenVINO 2026.4 and later.</summary>
internal sealed unsafe partial class StructuredProperties : PropertyPassing
{
    public override StatusCode Compile(CoreHandle core, ModelHandle model, string device, ReadOnlySpan<NativeProperty> properties, out CompiledModelHandle compiled)
    {
        fixed (NativeProperty* first = properties)
            return ov_core_compile_model_props(core, model, device, (nuint)properties.Length, first, out compiled);
    }

    public override StatusCode CompileFile(CoreHandle core, string path, string device, ReadOnlySpan<NativeProperty> properties, out CompiledModelHandle compiled)
    {
        fixed (NativeProperty* first = properties)
            return ov_core_compile_model_from_file_props(core, path, device, (nuint)properties.Length, first, out compiled);
    }

    public override StatusCode Set(CoreHandle core, string? device, ReadOnlySpan<NativeProperty> properties)
    {
        fixed (NativeProperty* first = properties)
            return ov_core_set_properties(core, device, (nuint)properties.Length, first);
    }

    [LibraryImport(NativeMethods.Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial StatusCode ov_core_compile_model_props(
        CoreHandle core, ModelHandle model, string device, nuint count, NativeProperty* properties, out CompiledModelHandle compiled);

    [LibraryImport(NativeMethods.Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial StatusCode ov_core_compile_model_from_file_props(
        CoreHandle core, string path, string device, nuint count, NativeProperty* properties, out CompiledModelHandle compiled);

    [LibraryImport(NativeMethods.Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial StatusCode ov_core_set_properties(CoreHandle core, string? device, nuint count, NativeProperty* properties);
}
