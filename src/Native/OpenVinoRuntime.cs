using System.Runtime.InteropServices;
using System.Text;
using OpenVinoFlow.Native.Discovery;
using OpenVinoFlow.Native.Interop;

namespace OpenVinoFlow.Native;

/// <summary>The OpenVINO libraries this process runs on. Found and loaded once; never unloaded. Thread-safe.</summary>
public sealed class OpenVinoRuntime
{
    private static readonly Lock _gate = new();
    private static readonly Dictionary<string, string> _refused = new(StringComparer.Ordinal);
    private static volatile OpenVinoRuntime? _current;

    static OpenVinoRuntime() => NativeLibrary.SetDllImportResolver(
        typeof(NativeMethods).Assembly,
        static (name, _, _) => name == NativeMethods.Library ? _current?.Handle ?? 0 : 0);

    private OpenVinoRuntime(nint handle, string libraryPath, string buildNumber, Version version)
    {
        Handle = handle;
        LibraryPath = libraryPath;
        Directory = Path.GetDirectoryName(libraryPath)!;
        BuildNumber = buildNumber;
        Version = version;
    }

    /// <summary>The runtime of the process; null before the first <see cref="Load"/>.</summary>
    public static OpenVinoRuntime? Current => _current;

    /// <summary>Folder of the native libraries.</summary>
    public string Directory { get; }

    /// <summary>Full path of the C library.</summary>
    public string LibraryPath { get; }

    /// <summary>The release, for example 2026.4.1.</summary>
    public Version Version { get; }

    /// <summary>The release with build, commit and branch, for example <c>2026.4.1-22982-e213a147257-releases/2026/4</c>.</summary>
    public string BuildNumber { get; }

    internal nint Handle { get; }

    /// <summary>
    /// Finds and loads OpenVINO, or returns what is loaded already. The places, in order: <paramref name="configuredPath"/>,
    /// <c>OVFLOW_OPENVINO_DIR</c>, the application's <c>runtimes/&lt;rid&gt;/native</c>, <c>INTEL_OPENVINO_DIR</c>, Python environments,
    /// the user's cache, the system's library folders. The first two decide alone when they are given.
    /// </summary>
    /// <param name="configuredPath">
    /// Folder of the libraries, or of a wheel, archive or package that has them, or the C library itself; null searches.
    /// </param>
    /// <exception cref="OpenVinoRuntimeException">None can be used, or another one than the configured is loaded already.</exception>
    public static OpenVinoRuntime Load(string? configuredPath = null)
    {
        if (_current is { } loaded && configuredPath is null)
            return loaded;

        lock (_gate)
        {
            if (_current is { } current)
                return RequireSame(current, configuredPath);

            foreach (RuntimeCandidate candidate in new RuntimeLocator(SearchEnvironment.OfProcess()).Search(configuredPath))
            {
                if (candidate is not { Outcome: RuntimeOutcome.Usable, LibraryPath: { } library })
                    continue;

                (OpenVinoRuntime? runtime, string reason) = TryLoad(library);
                if (runtime is not null)
                    return _current = runtime;

                _refused[library] = reason;
            }

            RuntimeSearch search = Search(configuredPath);
            throw new OpenVinoRuntimeException(Explain(search), search);
        }
    }

    /// <summary>
    /// Looks at every place without loading anything. Never throws. After a <see cref="Load"/> the result also tells what was loaded and
    /// what the system refused.
    /// </summary>
    public static RuntimeSearch Search(string? configuredPath = null)
    {
        IReadOnlyList<RuntimeCandidate> candidates = new RuntimeLocator(SearchEnvironment.OfProcess()).Search(configuredPath);
        lock (_gate)
            return new RuntimeSearch([.. candidates.Select(WithHistory)]);
    }

    private static RuntimeCandidate WithHistory(RuntimeCandidate candidate)
    {
        if (candidate.LibraryPath is not { } library)
            return candidate;

        if (_current is { } current && current.LibraryPath == library)
            return candidate with { Outcome = RuntimeOutcome.Loaded, Version = current.Version, Reason = $"loaded, OpenVINO {current.BuildNumber}" };

        return _refused.TryGetValue(library, out string? reason)
            ? candidate with { Outcome = RuntimeOutcome.LoadFailed, Reason = reason }
            : candidate;
    }

    private static OpenVinoRuntime RequireSame(OpenVinoRuntime current, string? configuredPath)
    {
        if (configuredPath is null)
            return current;

        RuntimeSearch search = Search(configuredPath);
        string? wanted = search.Candidates[0].LibraryPath;
        if (wanted == current.LibraryPath)
            return current;

        throw new OpenVinoRuntimeException(
            $"OpenVINO {current.Version} is loaded from {current.Directory} already, and a process can have only one: "
            + $"it cannot be changed to {configuredPath}{(wanted is null ? $", which {search.Candidates[0].Reason}" : "")}.",
            search);
    }

    /// <summary>
    /// Loads the threading library and OpenVINO's core first, by full path: the C library asks for them by name, and the system takes
    /// those already loaded instead of searching.
    /// </summary>
    private static (OpenVinoRuntime? Runtime, string Reason) TryLoad(string library)
    {
        List<nint> loaded = [];
        try
        {
            RuntimeFolder folder = RuntimeFolder.Inspect(library).Found ?? throw new FileNotFoundException("its files changed during the search");
            foreach (string file in folder.Libraries())
            {
                if (ElfLibrary.Defect(file) is { } defect)
                    throw new BadImageFormatException(defect);
            }

            if (folder.Tbb is not null)
                loaded.Add(NativeLibrary.Load(folder.Tbb));

            loaded.Add(NativeLibrary.Load(folder.CoreLibrary));
            loaded.Add(NativeLibrary.Load(folder.CLibrary));

            string build = ReadBuildNumber(loaded[^1]);
            Version version = Version.TryParse(build.Split('-')[0], out Version? parsed) ? parsed : new Version(0, 0);
            if (version < RuntimeFolder.Oldest)
                throw new NotSupportedException(RuntimeFolder.TooOld(version));

            return (new OpenVinoRuntime(loaded[^1], library, build, version), "");
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException or IOException or NotSupportedException)
        {
            for (int i = loaded.Count - 1; i >= 0; i--)
                NativeLibrary.Free(loaded[i]);

            return (null, exception is NotSupportedException ? exception.Message : $"could not be loaded: {exception.Message.ReplaceLineEndings(" ").Trim()}");
        }
    }

    private static unsafe string ReadBuildNumber(nint library)
    {
        var getVersion = (delegate* unmanaged[Cdecl]<NativeVersion*, StatusCode>)NativeLibrary.GetExport(library, "ov_get_openvino_version");
        var freeVersion = (delegate* unmanaged[Cdecl]<NativeVersion*, void>)NativeLibrary.GetExport(library, "ov_version_free");
        NativeVersion version;
        if (getVersion(&version) != StatusCode.OK)
            return "";

        string build = NativeText.Read(version.BuildNumber);
        freeVersion(&version);
        return build;
    }

    private static string Explain(RuntimeSearch search)
    {
        var text = new StringBuilder();
        text.AppendLine("No usable OpenVINO runtime was found. Tried, in this order:");
        text.Append(search);

        bool decided = search.Candidates.Any(static candidate => candidate.Outcome == RuntimeOutcome.Ignored);
        text.AppendLine(decided ? "Name a folder that has OpenVINO, or name none to have all places searched. To get OpenVINO:" : "To get OpenVINO:");
        text.AppendLine("  pip install openvino                       into the active Python environment, or");
        text.AppendLine("  ovflow runtime install openvino-*.whl      from a wheel fetched with: pip download --no-deps openvino, or");
        text.Append($"  export OVFLOW_OPENVINO_DIR=/folder         where {LibraryNames.CLibrary} (any version from {RuntimeFolder.Oldest}) lies");
        return text.ToString();
    }
}
