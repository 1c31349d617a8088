namespace OpenVinoFlow.Cli.Output;

/// <summary>Text files a command writes where it was told to.</summary>
internal static class TextFiles
{
    /// <summary>Makes the file, and its folder when it is missing.</summary>
    public static StreamWriter Create(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        return new StreamWriter(path, append: false) { NewLine = "\n" };
    }
}
