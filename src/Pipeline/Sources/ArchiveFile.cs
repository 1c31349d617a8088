using OpenVinoFlow.Pipeline.Buffers;
using OpenVinoFlow.Pipeline.Ledger;

namespace OpenVinoFlow.Pipeline.Sources;

/// <summary>The file an archive is in, and what is read from it.</summary>
internal static class ArchiveFile
{
    private static readonly (string Name, byte[] Start)[] _compressions =
    [
        ("gzip", [0x1F, 0x8B]),
        ("bzip2", "BZh"u8.ToArray()),
        ("xz", [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z']),
        ("zstd", [0x28, 0xB5, 0x2F, 0xFD]),
        ("lz4", [0x04, 0x22, 0x4D, 0x18]),
    ];

    /// <exception cref="SourceException">It cannot be opened.</exception>
    public static FileStream Open(string path, string kind, int bufferSize)
    {
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize, FileOptions.SequentialScan);
            if (file.CanSeek)
                return file;

            file.Dispose();
            throw new SourceException($"The {kind} archive {path} is not a file but a pipe or a device (source.{kind}.path).");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SourceException($"The {kind} archive {path} does not exist (source.{kind}.path).", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"The {kind} archive {path} cannot be read: {error.Message} (source.{kind}.path).", error);
        }
    }

    /// <summary>An entry in a buffer that goes home when it is decoded; one that cannot be read is refused.</summary>
    public static ImageItem Read<T>(LentBuffers buffers, string id, T entry, Func<T, LentBuffer, Failure?> read)
    {
        LentBuffer bytes = buffers.Lend();
        if (read(entry, bytes) is not { } failure)
            return ImageItem.FromBytes(id, bytes.Content, bytes);

        bytes.Dispose();
        return ImageItem.Refused(id, failure);
    }

    /// <summary>The compression its first bytes name; null where they name none. Leaves the position where it was.</summary>
    public static string? CompressionOf(FileStream file)
    {
        long position = file.Position;
        Span<byte> start = stackalloc byte[8];
        int length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = position;

        foreach ((string name, byte[] magic) in _compressions)
        {
            if (start[..length].StartsWith(magic))
                return name;
        }

        return null;
    }
}
