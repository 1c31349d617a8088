namespace OpenVinoFlow.Pipeline.Sinks;

/// <summary>Makes the files a run writes.</summary>
internal static class OutputFile
{
    /// <summary>Makes a file for writing, with its folder; one that is there is emptied.</summary>
    /// <exception cref="SinkException">It cannot be written: the message names the file and the cause.</exception>
    public static FileStream Create(string path)
    {
        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            return new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SinkException($"{path} cannot be written: {error.Message}", error);
        }
    }
}
