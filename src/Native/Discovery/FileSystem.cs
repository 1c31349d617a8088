namespace OpenVinoFlow.Native.Discovery;

/// <summary>Looks at folders that may be missing, unreadable or change meanwhile: then there is nothing to see, never an exception.</summary>
internal static class FileSystem
{
    private static readonly EnumerationOptions _tolerant = new() { IgnoreInaccessible = true, AttributesToSkip = 0 };

    public static IReadOnlyList<string> Files(string folder, string pattern) => Listed(folder, static (path, mask) => Directory.EnumerateFiles(path, mask, _tolerant), pattern);

    public static IReadOnlyList<string> Folders(string folder, string pattern) => Listed(folder, static (path, mask) => Directory.EnumerateDirectories(path, mask, _tolerant), pattern);

    /// <summary>What a symbolic link finally points to; null for anything else.</summary>
    public static string? LinkTarget(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public static string? FirstLine(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadLines(path).FirstOrDefault()?.Trim() : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static IReadOnlyList<string> Listed(string folder, Func<string, string, IEnumerable<string>> enumerate, string pattern)
    {
        try
        {
            return [.. enumerate(folder, pattern)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
