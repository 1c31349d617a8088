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

    /// <summary>Opens a file that is there, cuts it to a length it had, and goes on writing at its end.</summary>
    /// <exception cref="SinkException">It is not there, is shorter, or cannot be written.</exception>
    public static FileStream Reopen(string path, long length)
    {
        try
        {
            RefuseLink(path);
            var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            try
            {
                RefuseLink(path);
                if (!file.CanSeek)
                    throw new SinkException($"{path} is not a file; what was written to it cannot be continued.");
                if (file.Length < length)
                    throw new SinkException($"{path} has {file.Length} bytes, but had {length} when the run was cut off: it was changed since. Use --restart to start over.");

                file.SetLength(length);
                file.Position = length;
                return file;
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SinkException($"{path}, which the run has written to, cannot be continued: {error.Message}", error);
        }
    }

    /// <summary>Whether a path is a device's, such as <c>/dev/stdout</c>: what was written there cannot be taken back.</summary>
    public static bool IsDevice(string path) =>
        !OperatingSystem.IsWindows() && path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal);

    /// <summary>Removes files of an earlier run, so that they are not taken for this one's.</summary>
    /// <exception cref="SinkException">One cannot be removed.</exception>
    public static void Remove(params ReadOnlySpan<string> paths)
    {
        foreach (string path in paths)
        {
            try
            {
                if (Path.Exists(path))
                    File.Delete(path);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new SinkException($"{path} cannot be replaced: {error.Message}", error);
            }
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
