using System.Runtime.InteropServices;

namespace OpenVinoFlow.Native.Interop;

internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial StatusCode ov_core_create(out CoreHandle core);

    [LibraryImport(Library)]
    internal static partial void ov_core_free(nint core);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial StatusCode ov_core_read_model(CoreHandle core, string modelPath, string? weightsPath, out ModelHandle model);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_core_read_model_from_memory_buffer(CoreHandle core, byte* text, nuint length, nint weights, out ModelHandle model);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial StatusCode ov_core_get_property(CoreHandle core, string device, string key, out byte* value);

    [LibraryImport(Library)]
    internal static partial StatusCode ov_core_get_available_devices(CoreHandle core, out AvailableDevices devices);

    [LibraryImport(Library)]
    internal static partial void ov_available_devices_free(AvailableDevices* devices);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial StatusCode ov_core_get_versions_by_device_name(CoreHandle core, string device, out CoreVersionList versions);

    [LibraryImport(Library)]
    internal static partial void ov_core_versions_free(CoreVersionList* versions);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial StatusCode ov_core_import_model(CoreHandle core, byte* content, nuint size, string device, out CompiledModelHandle model);
}
