using System.Runtime.InteropServices;

namespace OpenVinoFlow.Native.Interop;

/// <summary>UTF-8 text that crosses the border.</summary>
internal static unsafe class NativeText
{
    /// <summary>Reads text that stays OpenVINO's.</summary>
    public static string Read(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    /// <summary>Reads text that OpenVINO allocated for the caller, and frees it.</summary>
    public static string Take(byte* text)
    {
        try
        {
            return Read(text);
        }
        finally
        {
            NativeMethods.ov_free(text);
        }
    }
}
