using System.Runtime.InteropServices;

namespace OpenVinoFlow.Preprocess.Decoding;

/// <summary>libturbojpeg: where it was searched, and the functions of its <c>tj*</c> API (2.0 and later, 3.x included). Loaded once.</summary>
internal sealed unsafe class TurboJpegLibrary
{
    /// <summary>Environment variable that names the library's file or its folder.</summary>
    public const string Variable = "OVFLOW_TURBOJPEG";

    private static readonly Lazy<(TurboJpegLibrary? Library, IReadOnlyList<LoadAttempt> Attempts)> _loaded = new(Search);

    private TurboJpegLibrary(nint library)
    {
        InitDecompress = (delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "tjInitDecompress");
        Destroy = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "tjDestroy");
        Decompress = (delegate* unmanaged<nint, byte*, CULong, byte*, int, int, int, int, int, int>)NativeLibrary.GetExport(library, "tjDecompress2");
        GetErrorText = (delegate* unmanaged<nint, byte*>)NativeLibrary.GetExport(library, "tjGetErrorStr2");
        GetErrorCode = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "tjGetErrorCode");
    }

    /// <summary>The library, or null where none was found.</summary>
    public static TurboJpegLibrary? Instance => _loaded.Value.Library;

    /// <summary>Every place that was tried, in order; the last one worked when <see cref="Instance"/> is not null.</summary>
    public static IReadOnlyList<LoadAttempt> Attempts => _loaded.Value.Attempts;

    /// <summary>handle = f()</summary>
    public delegate* unmanaged<nint> InitDecompress { get; }

    /// <summary>f(handle)</summary>
    public delegate* unmanaged<nint, int> Destroy { get; }

    /// <summary>f(handle, jpeg, bytes, pixels, width, pitch, height, pixel format, flags)</summary>
    public delegate* unmanaged<nint, byte*, CULong, byte*, int, int, int, int, int, int> Decompress { get; }

    /// <summary>f(handle): text of the last error or warning of this handle</summary>
    public delegate* unmanaged<nint, byte*> GetErrorText { get; }

    /// <summary>f(handle): 0 after a warning, 1 after an error</summary>
    public delegate* unmanaged<nint, int> GetErrorCode { get; }

    private static (TurboJpegLibrary?, IReadOnlyList<LoadAttempt>) Search()
    {
        var attempts = new List<LoadAttempt>();
        foreach (string candidate in Candidates())
        {
            if (Path.IsPathRooted(candidate) && !File.Exists(candidate))
            {
                attempts.Add(new LoadAttempt(candidate, "no such file"));
                continue;
            }

            try
            {
                nint library = NativeLibrary.Load(candidate);
                var loaded = new TurboJpegLibrary(library);
                attempts.Add(new LoadAttempt(candidate, null));
                return (loaded, attempts);
            }
            catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
            {
                attempts.Add(new LoadAttempt(candidate, FirstLine(e.Message)));
            }
        }

        return (null, attempts);
    }

    private static IEnumerable<string> Candidates()
    {
        string[] names = FileNames();
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } configured)
        {
            string full = Path.GetFullPath(configured);
            if (!Directory.Exists(full))
                yield return full;

            foreach (string name in Directory.Exists(full) ? names : [])
                yield return Path.Combine(full, name);
        }

        foreach (string name in names)
            yield return Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", name);

        foreach (string name in names)
            yield return Path.Combine(AppContext.BaseDirectory, name);

        foreach (string name in names)
            yield return name;
    }

    private static string[] FileNames()
    {
        if (OperatingSystem.IsWindows())
            return ["turbojpeg.dll", "libturbojpeg.dll"];

        return OperatingSystem.IsMacOS() ? ["libturbojpeg.0.dylib", "libturbojpeg.dylib"] : ["libturbojpeg.so.0", "libturbojpeg.so"];
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].TrimEnd('\r');
}
