namespace OpenVinoFlow.Pipeline.Sources;

/// <summary>Where a path really leads, every link on its way followed.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    /// <summary>The absolute path without links; what does not exist is taken as it is written. Null for links that lead in a circle.</summary>
    public static string? Of(string path)
    {
        int links = 0;
        return Resolve("", Path.GetFullPath(path), ref links);
    }

    /// <summary>Whether a real path is a folder's own or lies inside it.</summary>
    public static bool IsWithin(string path, string folder) =>
        WithSeparator(path).StartsWith(WithSeparator(folder), StringComparison.Ordinal);

    /// <summary>Step by step, as the system does: what <c>..</c> means depends on where the links before it led.</summary>
    private static string? Resolve(string real, string path, ref int links)
    {
        string root = Path.GetPathRoot(path)!;
        real = root.Length > 0 ? root : real;
        foreach (string name in path[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            if (name is "." or "..")
            {
                real = name == "." ? real : Path.GetDirectoryName(real) ?? real;
                continue;
            }

            string next = Path.Combine(real, name);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MaxLinks || Resolve(real, target, ref links) is not { } resolved)
                return null;
            real = resolved;
        }

        return real;
    }

    private static string WithSeparator(string path) => Path.TrimEndingDirectorySeparator(path) + Path.DirectorySeparatorChar;
}
