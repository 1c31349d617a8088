using System.Buffers;
using System.Formats.Tar;
using System.IO.Compression;
using OpenVinoFlow.Pipeline.Buffers;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Ledger;
using OpenVinoFlow.Preprocess;

namespace OpenVinoFlow.Pipeline.Sources;

/// <summary>A tar archive that is being read, one entry after the other.</summary>
internal sealed class TarArchive : IDisposable
{
    private const int BufferSize = 128 << 10;

    /// <summary>Archives are padded with zeros to whole records, of 10 KiB as a rule.</summary>
    private const int MaxPadding = 1 << 20;

    private readonly ArchiveSourceOptions _options;
    private readonly ArchiveRules _rules;
    private readonly LentBuffers _buffers;
    private readonly UnpackedStream _stream;
    private readonly TarReader _reader;
    private SourceException? _broken;

    private TarArchive(ArchiveSourceOptions options, ArchiveRules rules, LentBuffers buffers, UnpackedStream stream)
    {
        _options = options;
        _rules = rules;
        _buffers = buffers;
        _stream = stream;
        _reader = new TarReader(stream);
    }

    /// <exception cref="SourceException">There is no such file, or it is no tar archive.</exception>
    public static TarArchive Open(ArchiveSourceOptions options, LentBuffers buffers)
    {
        FileStream file = ArchiveFile.Open(options.Path, "tar", BufferSize);
        try
        {
            var rules = new ArchiveRules("tar", options);
            return ArchiveFile.CompressionOf(file) switch
            {
                null => new TarArchive(options, rules, buffers, new UnpackedStream(file, file, static (_, _) => false)),
                "gzip" => new TarArchive(options, rules, buffers, new UnpackedStream(file, new GZipStream(file, CompressionMode.Decompress), rules.ExceedsRatio)),
                { } other => throw new SourceException($"{options.Path} is compressed with {other}; a tar archive may be compressed with gzip, or not at all (source.tar)."),
            };
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The next entry that is asked for; null at the end.</summary>
    /// <exception cref="SourceException">The archive is damaged from here on, or larger than allowed.</exception>
    public ImageItem? Next()
    {
        while (_broken is null)
        {
            if (ReadHeader() is not { } entry)
                return null;

            if (IsFolder(entry) || !_rules.Wants(entry.Name))
                Skip(entry);
            else
                return Give(entry);
        }

        throw _broken;
    }

    /// <summary>Whether there is an entry to give, without reading its content.</summary>
    public bool HasFile()
    {
        while (ReadHeader() is { } entry)
        {
            if (!IsFolder(entry) && _rules.Wants(entry.Name))
                return true;
            Skip(entry);
        }

        return false;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _stream.Dispose();
    }

    private TarEntry? ReadHeader()
    {
        try
        {
            _stream.BeginHeader();
            TarEntry? entry = _reader.GetNextEntry();
            _stream.EndHeader();

            if (entry is null)
                CheckEnd();
            else
                _rules.Count();
            return entry;
        }
        catch (Exception error) when (error is not SourceException)
        {
            throw Damaged(error);
        }
    }

    /// <summary>More archives may have been appended; their images must not be left out in silence.</summary>
    private void CheckEnd()
    {
        byte[] block = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            for (int seen = 0, read; seen < MaxPadding && (read = _stream.Read(block)) > 0; seen += read)
            {
                if (block.AsSpan(0, read).ContainsAnyExcept((byte)0))
                    throw new SourceException($"{_options.Path} goes on after the end of the archive in it: several archives in one file are not read; give each its own run.");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private ImageItem Give(TarEntry entry)
    {
        string id = _rules.IdOf(entry.Name);
        if ((_rules.RefuseName(entry.Name) ?? RefuseKind(entry) ?? _rules.RefuseSize(entry.Length)) is { } refusal)
        {
            Skip(entry);
            return ImageItem.Refused(id, refusal);
        }

        return ArchiveFile.Read(_buffers, id, (Archive: this, Entry: entry), static (of, bytes) => of.Archive.Read(of.Entry, bytes));
    }

    /// <summary>An entry that cannot be read whole fails, and the archive ends with it.</summary>
    private Failure? Read(TarEntry entry, LentBuffer bytes)
    {
        if (entry.DataStream is not { } data)
            return null;

        try
        {
            int read = bytes.Fill(data, (int)entry.Length);
            if (read == entry.Length)
                return null;

            _broken = Damaged(null);
            return ArchiveRules.Refusal(FailureReason.Truncated.ToText(), $"The archive ends after {read} of the entry's {entry.Length} bytes.");
        }
        catch (SourceException tooMuch)
        {
            _broken = tooMuch;
            return ArchiveRules.Refusal(Reasons.CompressionRatio, tooMuch.Message);
        }
        catch (Exception error)
        {
            _broken = Damaged(error);
            return ArchiveRules.Refusal(FailureReason.Corrupt.ToText(), $"The archive cannot be read on within the entry: {error.Message}", error);
        }
    }

    /// <summary>Read here and not by the reader, which takes what it skips for a part of the next header.</summary>
    private void Skip(TarEntry entry)
    {
        if (_broken is not null || entry.DataStream is not { } data)
            return;

        byte[] block = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (data.Read(block) > 0)
            {
            }
        }
        catch (Exception error)
        {
            _broken = error as SourceException ?? Damaged(error);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private SourceException Damaged(Exception? cause)
    {
        string what = _rules.Entries == 0 ? "is no tar archive, or damaged from its start" : $"is damaged or was cut short after {_rules.Entries} entries";
        return new SourceException($"{_options.Path} {what} (source.tar){(cause is null ? "." : ": " + cause.Message)}", cause);
    }

    private static bool IsFolder(TarEntry entry) => entry.EntryType is
        TarEntryType.Directory or TarEntryType.DirectoryList or TarEntryType.GlobalExtendedAttributes;

    private static Failure? RefuseKind(TarEntry entry) => entry.EntryType switch
    {
        TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile => null,
        TarEntryType.SymbolicLink or TarEntryType.HardLink => ArchiveRules.Refusal(
            Reasons.NotAFile, $"The entry is a link to {Quoted.Printable(entry.LinkName)}; links in archives are not followed."),
        TarEntryType.SparseFile => ArchiveRules.Refusal(Reasons.NotAFile, "The entry is a sparse file, which is not read; pack it without holes (tar without --sparse)."),
        _ => ArchiveRules.Refusal(Reasons.NotAFile, $"The entry is of type {entry.EntryType}, not a file."),
    };
}
