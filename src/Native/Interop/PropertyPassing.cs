using System.Runtime.InteropServices;

namespace OpenVinoFlow.Native.Interop;

/// <summary>
/// The calls that take string properties. Releases from 2026.4 on have functions with an array of pairs; older ones have variadic
/// functions only.
/// </summary>
internal abstract unsafe class PropertyPassing
{
    /// <summary>The better way the loaded library knows.</summary>
    public static PropertyPassing For(nint library) =>
        NativeLibrary.TryGetExport(library, "ov_core_compile_model_props", out _)
            ? new StructuredProperties()
            : new VariadicProperties();

    public abstract StatusCode Compile(CoreHandle core, ModelHandle model, string device, ReadOnlySpan<NativeProperty> properties, out CompiledModelHandle compiled);

    public abstract StatusCode CompileFile(CoreHandle core, string path, string device, ReadOnlySpan<NativeProperty> properties, out CompiledModelHandle compiled);

    public abstract StatusCode Set(CoreHandle core, string? device, ReadOnlySpan<NativeProperty> properties);
}
