using System.Runtime.InteropServices;

namespace OpenVinoFlow.Preprocess.Decoding;

/// <summary>
/// The few functions of libSkiaSharp's C API that decode. SkiaSharp's own classes allocate several objects for each picture; these do not.
/// The library comes with the SkiaSharp package, and tests hold these declarations to that package's own.
/// </summary>
internal static unsafe partial class SkiaInterop
{
    private const string Library = "libSkiaSharp";

    public const int ColorTypeRgba8888 = 4;
    public const int AlphaOpaque = 1;
    public const int AlphaUnpremultiplied = 3;

    [StructLayout(LayoutKind.Sequential)]
    public struct ImageInfo
    {
        public nint ColorSpace;
        public int Width;
        public int Height;
        public int ColorType;
        public int AlphaType;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct CodecOptions
    {
        public int ZeroInitialized;
        public int* Subset;
        public int FrameIndex;
        public int PriorFrame;
        public nint MaxDecodeMemory;
    }

    public enum CodecResult
    {
        Success,
        IncompleteInput,
        ErrorInInput,
        InvalidConversion,
        InvalidScale,
        InvalidParameters,
        InvalidInput,
        CouldNotRewind,
        InternalError,
        Unimplemented,
    }

    [LibraryImport(Library, EntryPoint = "sk_data_new_with_proc")]
    public static partial nint DataNew(void* data, nint length, nint release, nint context);

    [LibraryImport(Library, EntryPoint = "sk_data_unref")]
    public static partial void DataRelease(nint data);

    [LibraryImport(Library, EntryPoint = "sk_codec_new_from_data")]
    public static partial nint CodecNew(nint data);

    [LibraryImport(Library, EntryPoint = "sk_codec_destroy")]
    public static partial void CodecDestroy(nint codec);

    [LibraryImport(Library, EntryPoint = "sk_codec_get_info")]
    public static partial void CodecGetInfo(nint codec, ImageInfo* info);

    [LibraryImport(Library, EntryPoint = "sk_codec_get_pixels")]
    public static partial CodecResult CodecGetPixels(nint codec, ImageInfo* info, void* pixels, nint rowBytes, CodecOptions* options);

    [LibraryImport(Library, EntryPoint = "sk_version_get_string")]
    public static partial byte* GetVersion();
}
