namespace OpenVinoFlow.Native.Discovery;

/// <summary>The libraries of one OpenVINO, found in one folder.</summary>
/// <param name="CLibrary">Full path of the C library.</param>
/// <param name="CoreLibrary">Full path of the library it stands on.</param>
/// <param name="Tbb">Full path of the threading library; null leaves it to the system.</param>
/// <param name="Version">The release, where a file name tells it.</param>
/// <param name="HasCpuPlugin">Whether the plugin of the device CPU is there.</param>
internal sealed record RuntimeFolder(string CLibrary, string CoreLibrary, string? Tbb, Version? Version, bool HasCpuPlugin)
{
    /// <summary>Element types have other numbers in releases before this one.</summary>
    public static Version Oldest { get; } = new(2025, 1);

    /// <summary>
    /// Looks for OpenVINO in a folder, or in the folders where wheels, archives and NuGet packages have it below; or takes the C library
    /// itself. Gives the folder, or the reason why not.
    /// </summary>
    public static (RuntimeFolder? Found, RuntimeOutcome Outcome, string Reason) Inspect(string path)
    {
        if (File.Exists(path))
        {
            return LibraryNames.Suffix(Path.GetFileName(path), "openvino_c") is null
                ? (null, RuntimeOutcome.Unusable, $"is a file, but not {LibraryNames.CLibrary}")
                : Complete(Path.GetFullPath(path));
        }

        if (!Directory.Exists(path))
            return (null, RuntimeOutcome.Absent, "does not exist");

        string? library = Layouts(Path.GetFullPath(path)).SelectMany(static folder => LibraryNames.Find(folder, "openvino_c")).FirstOrDefault();
        if (library is not null)
            return Complete(library);

        return (null, RuntimeOutcome.Absent, $"holds no {LibraryNames.CLibrary}, with or without a version");
    }

    /// <summary>Where the libraries can be, relative to a folder a person would name.</summary>
    private static IEnumerable<string> Layouts(string folder)
    {
        string architecture = LibraryNames.ArchiveArchitecture;
        yield return folder;
        yield return Path.Combine(folder, "openvino", "libs");
        yield return Path.Combine(folder, "libs");
        yield return Path.Combine(folder, "runtime", "lib", architecture);
        yield return Path.Combine(folder, "runtime", "lib", architecture, "Release");
        yield return Path.Combine(folder, "runtime", "bin", architecture, "Release");

        foreach (string native in NativeFolders.Below(folder))
            yield return native;
    }

    private static (RuntimeFolder? Found, RuntimeOutcome Outcome, string Reason) Complete(string library)
    {
        string folder = Path.GetDirectoryName(library)!;
        Version? version = LibraryNames.VersionOf(library, "openvino_c");
        if (version is not null && version < Oldest)
            return (null, RuntimeOutcome.Unusable, TooOld(version));

        string? core = LibraryNames.Find(folder, "openvino").FirstOrDefault(path => LibraryNames.VersionOf(path, "openvino") == version)
            ?? LibraryNames.Find(folder, "openvino").FirstOrDefault(path => version is null || LibraryNames.VersionOf(path, "openvino") is null);
        if (core is null)
            return (null, RuntimeOutcome.Unusable, $"has {Path.GetFileName(library)}, but not the libopenvino of the same release beside it");

        bool cpu = LibraryNames.CpuPlugins.Any(plugin => File.Exists(Path.Combine(folder, plugin)) || InVersionFolder(folder, plugin));
        string release = version is null ? "OpenVINO of unknown release" : $"OpenVINO {version}";
        string note = cpu ? "" : "; no CPU plugin beside it";
        return (new RuntimeFolder(library, core, Tbb: FindTbb(folder), version, cpu), RuntimeOutcome.Usable, release + note);
    }

    /// <summary>The files that will be loaded now, and the plugins and frontends beside them that OpenVINO loads later.</summary>
    public IEnumerable<string> Libraries()
    {
        IEnumerable<string> beside = FileSystem.Files(Path.GetDirectoryName(CLibrary)!, "libopenvino_*.so*")
            .Where(static path => Path.GetFileName(path) is var name && (name.Contains("_plugin.so", StringComparison.Ordinal) || name.Contains("_frontend.so", StringComparison.Ordinal)));

        return (Tbb is null ? [] : (string[])[Tbb]).Append(CoreLibrary).Append(CLibrary).Concat(beside);
    }

    /// <summary>Why a release cannot be used.</summary>
    public static string TooOld(Version version) =>
        $"OpenVINO {version} is too old: {Oldest} is the first release with today's numbering of element types";

    private static bool InVersionFolder(string folder, string plugin) =>
        FileSystem.Folders(folder, "openvino-*").Any(sub => File.Exists(Path.Combine(sub, plugin)));

    /// <summary>Beside OpenVINO, or where its archives have it (runtime/lib/intel64 and runtime/3rdparty/tbb/lib).</summary>
    private static string? FindTbb(string folder)
    {
        string? parent = Path.GetDirectoryName(folder);
        string? grandparent = Path.GetDirectoryName(parent);
        string[] folders = OperatingSystem.IsWindows()
            ? [folder, Path.Combine(Path.GetDirectoryName(grandparent) ?? folder, "3rdparty", "tbb", "bin")]
            : [folder, Path.Combine(grandparent ?? folder, "3rdparty", "tbb", "lib"), Path.Combine(Path.GetDirectoryName(grandparent) ?? folder, "3rdparty", "tbb", "lib")];

        return folders.SelectMany(static place => LibraryNames.Tbb.Select(name => Path.Combine(place, name))).FirstOrDefault(File.Exists);
    }
}
