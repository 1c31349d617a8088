using System.IO.Compression;
using System.IO.Hashing;
using OpenVinoFlow.Pipeline.Buffers;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Ledger;
using OpenVinoFlow.Preprocess;

namespace OpenVinoFlow.Pipeline.Sources;

/// <summary>
/// The files of a zip archive in the order of its directory, without unpacking it to disk. Ids are the archive's file name and the entry's name:
/// <c>photos.zip/summer/a.jpg</c>.
/// </summary>
/// <remarks>
/// Folders are passed over. What is no file, is encrypted, damaged or breaks a limit comes as a refused item. The directory is held in memory, about
/// half a KiB an entry.
/// </remarks>
public sealed class ZipSource(ArchiveSourceOptions options) : IImageSource
{
    private const int BufferSize = 64 << 10;
    private const int UnixTypeMask = 0xF000;
    private const int UnixFile = 0x8000;
    private const int UnixFolder = 0x4000;

    private readonly LentBuffers _buffers = new();

    /// <inheritdoc/>
    public string Description => $"zip archive {options.Path}";

    /// <inheritdoc/>
    public void Check()
    {
        using ZipArchive archive = Open();
        var rules = new ArchiveRules("zip", options);
        if (!archive.Entries.Any(entry => IsAskedFor(entry, rules)))
            throw new SourceException($"{Description} has no file that matches {options.Pattern} (source.zip).");
    }

    /// <inheritdoc/>
    public long? Count(CancellationToken cancellationToken)
    {
        using ZipArchive archive = Open();
        var rules = new ArchiveRules("zip", options);
        return archive.Entries.LongCount(entry => IsAskedFor(entry, rules));
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ImageItem> ReadAsync(CancellationToken cancellationToken) => Entries().ToAsyncEnumerable();

    private IEnumerable<ImageItem> Entries()
    {
        using ZipArchive archive = Open();
        var rules = new ArchiveRules("zip", options);
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            if (IsAskedFor(entry, rules))
                yield return Give(entry, rules);
        }
    }

    private ZipArchive Open()
    {
        FileStream file = ArchiveFile.Open(options.Path, "zip", BufferSize);
        try
        {
            if (ZipDirectory.Count(file, options.MaxEntries) is not { } count)
                throw new SourceException($"{options.Path} is no zip archive, or was cut short: there is no directory at its end (source.zip).");
            if (count > options.MaxEntries)
                throw new SourceException($"{options.Path} has more than {options.MaxEntries} entries, which is what source.zip.max_entries allows.");

            file.Position = 0;
            var archive = new ZipArchive(file, ZipArchiveMode.Read);
            _ = archive.Entries.Count;
            return archive;
        }
        catch (Exception error)
        {
            file.Dispose();
            if (error is SourceException)
                throw;
            throw new SourceException($"The directory of {options.Path} is damaged: {error.Message} (source.zip)", error);
        }
    }

    private ImageItem Give(ZipArchiveEntry entry, ArchiveRules rules)
    {
        string id = rules.IdOf(entry.FullName);
        if ((rules.RefuseName(entry.FullName) ?? RefuseKind(entry) ?? RefuseRatio(entry, rules) ?? rules.RefuseSize(entry.Length)) is { } refusal)
            return ImageItem.Refused(id, refusal);

        return ArchiveFile.Read(_buffers, id, entry, Read);
    }

    private static Failure? Read(ZipArchiveEntry entry, LentBuffer bytes)
    {
        try
        {
            using Stream data = entry.Open();
            int read = bytes.Fill(data, (int)entry.Length);
            if (read < entry.Length)
                return ArchiveRules.Refusal(FailureReason.Truncated.ToText(), $"The entry ends after {read} of {entry.Length} bytes.");

            return Crc32.HashToUInt32(bytes.Content.Span) == entry.Crc32
                ? null
                : ArchiveRules.Refusal(FailureReason.Corrupt.ToText(), "The entry's bytes do not have the checksum that the archive says.");
        }
        catch (Exception error)
        {
            // Of one entry; the next is found by the directory, whatever is wrong here.
            string reason = error switch
            {
                InvalidDataException when error.Message.Contains("unsupported compression", StringComparison.Ordinal) => FailureReason.UnsupportedFormat.ToText(),
                OutOfMemoryException => Reasons.OutOfMemory,
                IOException => Reasons.IoError,
                _ => FailureReason.Corrupt.ToText(),
            };
            return ArchiveRules.Refusal(reason, $"The entry cannot be read: {error.Message}", error);
        }
    }

    private static bool IsAskedFor(ZipArchiveEntry entry, ArchiveRules rules) =>
        !(entry.FullName.EndsWith('/') && entry.Length == 0) && UnixTypeOf(entry) != UnixFolder && rules.Wants(entry.FullName);

    private static int UnixTypeOf(ZipArchiveEntry entry) => (entry.ExternalAttributes >> 16) & UnixTypeMask;

    private static Failure? RefuseKind(ZipArchiveEntry entry)
    {
        if (entry.IsEncrypted)
            return ArchiveRules.Refusal(Reasons.Encrypted, "The entry is encrypted.");

        // Zero where the archive was made by a system without such types.
        return UnixTypeOf(entry) is 0 or UnixFile
            ? null
            : ArchiveRules.Refusal(Reasons.NotAFile, "The entry is a link or a device, not a file; links in archives are not followed.");
    }

    private static Failure? RefuseRatio(ZipArchiveEntry entry, ArchiveRules rules) => rules.ExceedsRatio(entry.Length, entry.CompressedLength)
        ? ArchiveRules.Refusal(Reasons.CompressionRatio, $"The entry unpacks from {entry.CompressedLength} to {entry.Length} bytes, more than source.zip.max_ratio allows.")
        : null;
}
