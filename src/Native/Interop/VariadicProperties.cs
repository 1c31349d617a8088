using System.Runtime.InteropServices;

namespace OpenVinoFlow.Native.Interop;

/// <summary>
/// Properties as variadic arguments: the only way before OpenVINO 2026.4. .NET cannot call variadic functions, but where the platform
/// passes variadic pointers like named ones (x64, and arm64 outside Apple's), a declaration with a fixed number of trailing pointers does
/// the same; the count tells OpenVINO how many to read.
/// </summary>
internal sealed unsafe partial class VariadicProperties : PropertyPassing
{
    /// <summary>Pairs the declarations below have room for.</summary>
    private const int Capacity = 16;

    public override StatusCode Compile(CoreHandle core, ModelHandle model, string device, ReadOnlySpan<NativeProperty> properties, out CompiledModelHandle compiled)
    {
        NativeProperty* p = stackalloc NativeProperty[Capacity];
        nuint arguments = Spread(properties, p);
        return ov_core_compile_model(
            core, model, device, arguments, out compiled,
            p[0].Key, p[0].Value, p[1].Key, p[1].Value, p[2].Key, p[2].Value, p[3].Key, p[3].Value,
            p[4].Key, p[4].Value, p[5].Key, p[5].Value, p[6].Key, p[6].Value, p[7].Key, p[7].Value,
            p[8].Key, p[8].Value, p[9].Key, p[9].Value, p[10].Key, p[10].Value, p[11].Key, p[11].Value,
            p[12].Key, p[12].Value, p[13].Key, p[13].Value, p[14].Key, p[14].Value, p[15].Key, p[15].Value);
    }

    public override StatusCode CompileFile(CoreHandle core, string path, string device, ReadOnlySpan<NativeProperty> properties, out CompiledModelHandle compiled)
    {
        NativeProperty* p = stackalloc NativeProperty[Capacity];
        nuint arguments = Spread(properties, p);
        return ov_core_compile_model_from_file(
            core, path, device, arguments, out compiled,
            p[0].Key, p[0].Value, p[1].Key, p[1].Value, p[2].Key, p[2].Value, p[3].Key, p[3].Value,
            p[4].Key, p[4].Value, p[5].Key, p[5].Value, p[6].Key, p[6].Value, p[7].Key, p[7].Value,
            p[8].Key, p[8].Value, p[9].Key, p[9].Value, p[10].Key, p[10].Value, p[11].Key, p[11].Value,
            p[12].Key, p[12].Value, p[13].Key, p[13].Value, p[14].Key, p[14].Value, p[15].Key, p[15].Value);
    }

    public override StatusCode Set(CoreHandle core, string? device, ReadOnlySpan<NativeProperty> properties)
    {
        RefuseAppleArm();
        foreach (NativeProperty property in properties)
        {
            StatusCode status = ov_core_set_property(core, device, property.Key, property.Value);
            if (status != StatusCode.OK)
                return status;
        }

        return StatusCode.OK;
    }

    /// <summary>Copies the pairs to where the call reads them; returns how many arguments they are.</summary>
    private static nuint Spread(ReadOnlySpan<NativeProperty> properties, NativeProperty* target)
    {
        RefuseAppleArm();
        if (properties.Length > Capacity)
            throw new NotSupportedException($"OpenVINO before 2026.4 takes at most {Capacity} properties in one call here, not {properties.Length}: set the others with Core.SetProperty first.");

        properties.CopyTo(new Span<NativeProperty>(target, Capacity));
        return (nuint)properties.Length * 2;
    }

    private static void RefuseAppleArm()
    {
        if (OperatingSystem.IsMacOS() && RuntimeInformation.ProcessArchitecture == Architecture.Arm64)
            throw new PlatformNotSupportedException("On macOS for arm64, properties need OpenVINO 2026.4 or later.");
    }

    [LibraryImport(NativeMethods.Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial StatusCode ov_core_compile_model(
        CoreHandle core, ModelHandle model, string device, nuint arguments, out CompiledModelHandle compiled,
        byte* k0, byte* v0, byte* k1, byte* v1, byte* k2, byte* v2, byte* k3, byte* v3,
        byte* k4, byte* v4, byte* k5, byte* v5, byte* k6, byte* v6, byte* k7, byte* v7,
        byte* k8, byte* v8, byte* k9, byte* v9, byte* k10, byte* v10, byte* k11, byte* v11,
        byte* k12, byte* v12, byte* k13, byte* v13, byte* k14, byte* v14, byte* k15, byte* v15);

    [LibraryImport(NativeMethods.Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial StatusCode ov_core_compile_model_from_file(
        CoreHandle core, string path, string device, nuint arguments, out CompiledModelHandle compiled,
        byte* k0, byte* v0, byte* k1, byte* v1, byte* k2, byte* v2, byte* k3, byte* v3,
        byte* k4, byte* v4, byte* k5, byte* v5, byte* k6, byte* v6, byte* k7, byte* v7,
        byte* k8, byte* v8, byte* k9, byte* v9, byte* k10, byte* v10, byte* k11, byte* v11,
        byte* k12, byte* v12, byte* k13, byte* v13, byte* k14, byte* v14, byte* k15, byte* v15);

    [LibraryImport(NativeMethods.Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial StatusCode ov_core_set_property(CoreHandle core, string? device, byte* key, byte* value);
}
