using System.Runtime.InteropServices;

namespace OpenVinoFlow.Native.Interop;

/// <summary><c>ov_shape_t</c>. Dimensions allocated by OpenVINO are freed with <c>ov_shape_free</c>; as an argument they may be the caller's.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeShape
{
    public long Rank;
    public long* Dimensions;
}

/// <summary><c>ov_dimension_t</c> and <c>ov_rank_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeDimension
{
    public long Min;
    public long Max;
}

/// <summary><c>ov_partial_shape_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativePartialShape
{
    public NativeDimension Rank;
    public NativeDimension* Dimensions;
}

/// <summary><c>ov_callback_t</c>. OpenVINO keeps its address and reads it at every completion.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeCallback
{
    public delegate* unmanaged[Cdecl]<void*, void> Function;
    public void* Argument;
}

/// <summary><c>ov_version_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeVersion
{
    public byte* BuildNumber;
    public byte* Description;
}

/// <summary><c>ov_core_version_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CoreVersion
{
    public byte* DeviceName;
    public NativeVersion Version;
}

/// <summary><c>ov_core_version_list_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CoreVersionList
{
    public CoreVersion* Versions;
    public nuint Count;
}

/// <summary><c>ov_available_devices_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct AvailableDevices
{
    public byte** Devices;
    public nuint Count;
}

/// <summary><c>ov_profiling_info_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ProfilingInfo
{
    public LayerStatus Status;
    public long RealTime;
    public long CpuTime;
    public byte* NodeName;
    public byte* ExecType;
    public byte* NodeType;
}

/// <summary><c>ov_profiling_info_list_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ProfilingInfoList
{
    public ProfilingInfo* Items;
    public nuint Count;
}

/// <summary><c>ov_property_t</c> (2026.4 and later).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeProperty
{
    public byte* Key;
    public byte* Value;
}
