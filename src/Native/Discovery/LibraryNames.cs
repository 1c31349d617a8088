using System.Globalization;
using System.Runtime.InteropServices;

namespace OpenVinoFlow.Native.Discovery;

/// <summary>File names of OpenVINO's libraries on this platform, and the release a name tells.</summary>
internal static class LibraryNames
{
    /// <summary>The C library without any version, as people know it.</summary>
    public static string CLibrary { get; } = Plain("openvino_c");

    /// <summary>The plugins that serve the device CPU.</summary>
    public static IReadOnlyList<string> CpuPlugins { get; } = OperatingSystem.IsWindows()
        ? ["openvino_intel_cpu_plugin.dll", "openvino_arm_cpu_plugin.dll"]
        : ["libopenvino_intel_cpu_plugin.so", "libopenvino_arm_cpu_plugin.so"];

    /// <summary>The threading library, in the order in which names are tried.</summary>
    public static IReadOnlyList<string> Tbb { get; } = OperatingSystem.IsWindows()
        ? ["tbb12.dll"]
        : OperatingSystem.IsMacOS() ? ["libtbb.12.dylib"] : ["libtbb.so.12"];

    /// <summary>The part of archive folders that names the processor.</summary>
    public static string ArchiveArchitecture { get; } = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => "intel64",
        Architecture.Arm64 => OperatingSystem.IsMacOS() ? "arm64" : "aarch64",
        Architecture other => other.ToString().ToLowerInvariant(),
    };

    /// <summary>Files of a folder that are the named library in any version, newest first.</summary>
    public static IEnumerable<string> Find(string folder, string stem)
    {
        string pattern = OperatingSystem.IsWindows() ? $"{stem}.dll" : $"lib{stem}.*";
        return FileSystem.Files(folder, pattern)
            .Where(path => Suffix(Path.GetFileName(path), stem) is not null)
            .OrderByDescending(path => VersionOf(path, stem))
            .ThenBy(static path => path, StringComparer.Ordinal);
    }

    /// <summary>What a file name says beside the library's name: empty, <c>2641</c> or <c>2026.4.1</c>; null when it is another file.</summary>
    public static string? Suffix(string fileName, string stem)
    {
        if (OperatingSystem.IsWindows())
            return fileName.Equals($"{stem}.dll", StringComparison.OrdinalIgnoreCase) ? "" : null;

        string prefix = $"lib{stem}.";
        if (!fileName.StartsWith(prefix, StringComparison.Ordinal))
            return null;

        string rest = fileName[prefix.Length..];
        string extension = OperatingSystem.IsMacOS() ? "dylib" : "so";
        string? suffix = OperatingSystem.IsMacOS()
            ? rest == extension ? "" : rest.EndsWith($".{extension}", StringComparison.Ordinal) ? rest[..^(extension.Length + 1)] : null
            : rest == extension ? "" : rest.StartsWith($"{extension}.", StringComparison.Ordinal) ? rest[(extension.Length + 1)..] : null;

        return suffix is not null && suffix.All(static c => char.IsAsciiDigit(c) || c == '.') ? suffix : null;
    }

    /// <summary>The release in a suffix: <c>2641</c> and <c>2026.4.1</c> are both 2026.4.1; null when it tells none.</summary>
    public static Version? ParseVersion(string suffix)
    {
        if (Version.TryParse(suffix, out Version? dotted))
            return dotted;

        // Two digits of the year, one of the release, one of the patch.
        return suffix.Length == 4 && int.TryParse(suffix, NumberStyles.None, CultureInfo.InvariantCulture, out int digits)
            ? new Version(2000 + digits / 100, digits / 10 % 10, digits % 10)
            : null;
    }

    /// <summary>The release a library's file name tells, also through a symbolic link; null when it tells none.</summary>
    public static Version? VersionOf(string path, string stem)
    {
        if (ParseVersion(Suffix(Path.GetFileName(path), stem) ?? "") is { } own)
            return own;

        return FileSystem.LinkTarget(path) is { } target ? ParseVersion(Suffix(Path.GetFileName(target), stem) ?? "") : null;
    }

    private static string Plain(string stem) =>
        OperatingSystem.IsWindows() ? $"{stem}.dll" : OperatingSystem.IsMacOS() ? $"lib{stem}.dylib" : $"lib{stem}.so";
}
