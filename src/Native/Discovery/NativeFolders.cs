using System.Runtime.InteropServices;

namespace OpenVinoFlow.Native.Discovery;

/// <summary>
/// The folders <c>runtimes/&lt;rid&gt;/native</c> that fit this process. Packages name them after distributions too
/// (<c>ubuntu.22.04-x64</c>), which .NET itself no longer matches.
/// </summary>
internal static class NativeFolders
{
    /// <summary>The fitting folders below <paramref name="folder"/>: the portable one first, then the others by name, newest first.</summary>
    public static IEnumerable<string> Below(string folder)
    {
        string runtimes = Path.Combine(folder, "runtimes");
        string portable = Path.Combine(runtimes, RuntimeInformation.RuntimeIdentifier, "native");
        yield return portable;
        IEnumerable<string> others = FileSystem.Folders(runtimes, "*")
            .Where(static path => Fits(Path.GetFileName(path)))
            .OrderByDescending(static path => path, StringComparer.Ordinal)
            .Select(static path => Path.Combine(path, "native"))
            .Where(path => path != portable);

        foreach (string other in others)
            yield return other;
    }

    internal static bool Fits(string rid)
    {
        string[] architectures = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => ["x64", "x86_64", "amd64"],
            Architecture.Arm64 => ["arm64", "aarch64"],
            Architecture other => [other.ToString().ToLowerInvariant()],
        };

        int dash = rid.LastIndexOf('-');
        if (dash < 0 || !architectures.Contains(rid[(dash + 1)..], StringComparer.OrdinalIgnoreCase))
            return false;

        bool windows = rid.StartsWith("win", StringComparison.OrdinalIgnoreCase);
        bool apple = rid.StartsWith("osx", StringComparison.OrdinalIgnoreCase) || rid.StartsWith("mac", StringComparison.OrdinalIgnoreCase);
        return OperatingSystem.IsWindows() ? windows : OperatingSystem.IsMacOS() ? apple : !windows && !apple;
    }
}
