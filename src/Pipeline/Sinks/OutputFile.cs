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
            return Open(path, FileMode.Create);
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
            FileStream file = Open(path, FileMode.Open);
            if (file.Length < length)
            {
                long found = file.Length;
                file.Dispose();
                throw new SinkException($"{path} has {found} bytes, but had {length} when the run was cut off: it was changed since. Use --restart to start over.");
            }

            file.SetLength(length);
            file.Position = length;
            return file;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SinkException($"{path}, which the run has written to, cannot be continued: {error.Message}", error);
        }
    }

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

    private static FileStream Open(string path, FileMode mode) => new(path, mode, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
}
