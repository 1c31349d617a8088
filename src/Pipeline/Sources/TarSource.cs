using OpenVinoFlow.Pipeline.Buffers;
using OpenVinoFlow.Pipeline.Configuration;

namespace OpenVinoFlow.Pipeline.Sources;

/// <summary>
/// The files of a tar archive (ustar, pax or GNU; gzip-compressed or not), read once from the front, without unpacking it to disk. Ids are the
/// archive's file name and the entry's name: <c>photos.tar/summer/a.jpg</c>.
/// </summary>
/// <remarks>
/// Folders are passed over. What is no file (links, devices) and what breaks a limit comes as a refused item. Of an archive that is damaged or
/// cut short, everything before that is given; then the source breaks.
/// </remarks>
public sealed class TarSource(ArchiveSourceOptions options) : IImageSource
{
    private readonly LentBuffers _buffers = new();

    /// <inheritdoc/>
    public string Description => $"tar archive {options.Path}";

    /// <inheritdoc/>
    public void Check()
    {
        using var archive = TarArchive.Open(options, _buffers);
        if (!archive.HasFile())
            throw new SourceException($"{Description} has no file that matches {options.Pattern} (source.tar).");
    }

    /// <summary>Cannot be told without reading all of it.</summary>
    public long? Count(CancellationToken cancellationToken) => null;

    /// <inheritdoc/>
    public IAsyncEnumerable<ImageItem> ReadAsync(CancellationToken cancellationToken) => Entries().ToAsyncEnumerable();

    private IEnumerable<ImageItem> Entries()
    {
        using var archive = TarArchive.Open(options, _buffers);
        while (archive.Next() is { } item)
            yield return item;
    }
}
