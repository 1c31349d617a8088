using System.Buffers.Binary;
using System.IO.Hashing;
using OpenVinoFlow.Pipeline.Sinks;

namespace OpenVinoFlow.Pipeline.Resume;

/// <summary>What a record of the journal holds.</summary>
internal enum JournalRecordKind : byte
{
    /// <summary>What the run is of, as JSON.</summary>
    Header = 1,

    /// <summary>A <see cref="CommitRecord"/>.</summary>
    Commit = 2,

    /// <summary>The run came to its end.</summary>
    Completed = 3,
}

/// <summary>
/// An append-only file of records with checksums. What was being written when the power failed, or the process was killed, is recognised and cut
/// off. Open exclusively: two runs cannot write the same outputs. Not thread-safe.
/// </summary>
/// <remarks>
/// The file starts with <c>OVFLOWJ1</c>. A record is its payload's length (4 bytes, little-endian), its kind (1), the payload, and XXH3-64 over
/// all of that (8).
/// </remarks>
internal sealed class JournalFile : IDisposable
{
    private const int HeadSize = 5;
    private const int ChecksumSize = 8;

    private readonly FileStream _file;

    private JournalFile(FileStream file) => _file = file;

    private static ReadOnlySpan<byte> Magic => "OVFLOWJ1"u8;

    /// <summary>Makes a journal with its first record; one that is there is replaced in one step, once the new one is on disk.</summary>
    /// <exception cref="SinkException">It cannot be written.</exception>
    public static JournalFile Create(string path, ReadOnlySpan<byte> header)
    {
        string fresh = path + ".new";
        FileStream? file = null;
        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            OutputFile.RefuseLink(fresh);
            file = new FileStream(fresh, FileMode.Create, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            file.Write(Magic);
            var journal = new JournalFile(file);
            journal.Append(JournalRecordKind.Header, header);
            DurableFile.Rename(fresh, path);
            return journal;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw new SinkException($"{path} cannot be written: {error.Message}", error);
        }
    }

    /// <summary>Opens a journal that is there; null where there is none.</summary>
    /// <exception cref="ResumeException">It cannot be opened, or is none.</exception>
    /// <exception cref="SinkException">It is a link.</exception>
    public static JournalFile? OpenExisting(string path)
    {
        FileStream? file = null;
        try
        {
            OutputFile.RefuseLink(path);
            file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            Span<byte> start = stackalloc byte[Magic.Length];
            if (file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual(Magic))
                return new JournalFile(file);

            throw new ResumeException($"{path} is not the journal of a run.");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw new ResumeException($"{path} cannot be opened; is another run writing the same outputs? {error.Message}", error);
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    /// <summary>Every whole record, once, from the start; then the file is at the place where the next one is to be written.</summary>
    public IEnumerable<(JournalRecordKind Kind, byte[] Payload)> ReadToEnd()
    {
        long end = _file.Position = Magic.Length;
        byte[] head = new byte[HeadSize];
        while (TryRead(head))
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(head);
            if (length < 0 || length > _file.Length - _file.Position - ChecksumSize)
                break;

            byte[] payload = new byte[length];
            byte[] checksum = new byte[ChecksumSize];
            if (!TryRead(payload) || !TryRead(checksum) || BinaryPrimitives.ReadUInt64LittleEndian(checksum) != ChecksumOf(head, payload, []))
                break;

            end = _file.Position;
            yield return ((JournalRecordKind)head[4], payload);
        }

        _file.SetLength(end);
        _file.Position = end;
    }

    /// <summary>Adds a record and brings it to disk.</summary>
    /// <param name="kind">What it holds.</param>
    /// <param name="payload">What it holds, or the first part of it.</param>
    /// <param name="rest">The second part.</param>
    public void Append(JournalRecordKind kind, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> rest = default)
    {
        Span<byte> head = stackalloc byte[HeadSize];
        BinaryPrimitives.WriteInt32LittleEndian(head, checked(payload.Length + rest.Length));
        head[4] = (byte)kind;
        Span<byte> checksum = stackalloc byte[ChecksumSize];
        BinaryPrimitives.WriteUInt64LittleEndian(checksum, ChecksumOf(head, payload, rest));

        _file.Write(head);
        _file.Write(payload);
        _file.Write(rest);
        _file.Write(checksum);
        _file.Flush(flushToDisk: true);
    }

    public void Dispose() => _file.Dispose();

    private static ulong ChecksumOf(ReadOnlySpan<byte> head, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> rest)
    {
        var hash = new XxHash3();
        hash.Append(head);
        hash.Append(payload);
        hash.Append(rest);
        return hash.GetCurrentHashAsUInt64();
    }

    private bool TryRead(byte[] bytes) => _file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length;
}
