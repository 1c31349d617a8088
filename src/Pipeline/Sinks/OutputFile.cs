using OpenVinoFlow.Pipeline.Configuration;

namespace OpenVinoFlow.Pipeline.Sinks;

/// <summary>Makes the files a run writes; never through a link, which could lead anywhere.</summary>
internal static class OutputFile
{
    /// <summary>Makes a file for writing, with its folder; one that is there is emptied.</summary>
    /// <exception cref="SinkException">It cannot be written, or is a link: the message names the file and the cause.</exception>
    public static FileStream Create(string path)
    {
        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            RefuseLink(path);
            return Open(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SinkException($"{path} cannot be written: {error.Message}", error);
        }
    }

    /// <exception cref="SinkException">There is a link at that place.</exception>
    public static void RefuseLink(string path)
    {
        if (new FileInfo(path).LinkTarget is { } target)
            throw new SinkException($"{path} is a link to {Quoted.Printable(target)}; results are not written through links. Remove it, or name the file it leads to.");
    }

    private static FileStream Open(string path)
    {
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        try
        {
            // Emptied only when no link was put there in between. A device has no length and is not to be cut.
            RefuseLink(path);
            if (file.CanSeek && file.Length > 0)
                file.SetLength(0);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
