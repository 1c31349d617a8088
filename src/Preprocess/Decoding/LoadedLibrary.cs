using System.Diagnostics;
using System.Text;

namespace OpenVinoFlow.Preprocess.Decoding;

/// <summary>What can be found out about a native library that is already loaded.</summary>
internal static class LoadedLibrary
{
    private const int LongestText = 64;

    /// <summary>Path of the loaded library whose file name contains <paramref name="name"/>; null where the system does not say.</summary>
    public static string? FindPath(string name)
    {
        foreach (ProcessModule module in Process.GetCurrentProcess().Modules)
        {
            if (module.FileName is { } path && Path.GetFileName(path).Contains(name, StringComparison.OrdinalIgnoreCase))
                return path;
        }

        return null;
    }

    /// <summary>The printable text that follows <paramref name="marker"/> in a file; null where there is none.</summary>
    public static string? FindText(string path, ReadOnlySpan<byte> marker)
    {
        ReadOnlySpan<byte> content = File.ReadAllBytes(path);
        int start = content.IndexOf(marker);
        if (start < 0)
            return null;

        content = content[(start + marker.Length)..];
        int length = content[..Math.Min(LongestText, content.Length)].IndexOfAnyExceptInRange((byte)' ', (byte)'~');
        return length > 0 ? Encoding.ASCII.GetString(content[..length]) : null;
    }
}
