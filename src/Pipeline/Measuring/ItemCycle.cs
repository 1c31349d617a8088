using OpenVinoFlow.Pipeline.Sources;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>The first inputs of a source, given out again and again. Thread-safe.</summary>
internal sealed class ItemCycle
{
    /// <summary>More would not change what is measured, only take memory.</summary>
    private const int MostItems = 2000;

    private const long MostBytes = 256L << 20;

    private readonly List<ImageItem> _items;
    private int _next = -1;

    private ItemCycle(List<ImageItem> items) => _items = items;

    public int Count => _items.Count;

    /// <summary>Whether there are files to read.</summary>
    public bool HasFiles => _items.Exists(item => item.Path is not null);

    /// <summary>Takes inputs as the source gives them: files by name, others with their bytes copied. What the source refuses is left out.</summary>
    /// <exception cref="SourceException">Not one is left.</exception>
    public static async Task<ItemCycle> TakeAsync(IImageSource source, CancellationToken cancellationToken)
    {
        var items = new List<ImageItem>();
        long bytes = 0;
        await foreach (ImageItem item in source.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (item.Refusal is null && !item.IsEmpty)
            {
                items.Add(item.Path is { } path ? ImageItem.FromFile(item.Id, path) : ImageItem.FromBytes(item.Id, item.Data.ToArray()));
                bytes += item.Path is null ? item.Data.Length : 0;
            }

            item.Owner?.Dispose();
            if (items.Count == MostItems || bytes >= MostBytes)
                break;
        }

        return items.Count > 0 ? new ItemCycle(items) : throw new SourceException($"{source.Description} gives no images to measure with.");
    }

    /// <summary>The same inputs with the files' bytes in memory; files that cannot be read are left out.</summary>
    public async Task<ItemCycle> LoadAsync(CancellationToken cancellationToken)
    {
        var loaded = new List<ImageItem>();
        long bytes = 0;
        foreach (ImageItem item in _items)
        {
            if (item.Path is null)
            {
                loaded.Add(item);
                bytes += item.Data.Length;
            }
            else
            {
                try
                {
                    byte[] data = await File.ReadAllBytesAsync(item.Path, cancellationToken).ConfigureAwait(false);
                    loaded.Add(ImageItem.FromBytes(item.Id, data));
                    bytes += data.Length;
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException)
                {
                    // The end-to-end measurement counts it as failed.
                }
            }

            if (bytes >= MostBytes)
                break;
        }

        return loaded.Count > 0 ? new ItemCycle(loaded) : throw new SourceException("None of the source's files can be read.");
    }

    /// <summary>The next one is the first again.</summary>
    public void Restart() => Volatile.Write(ref _next, -1);

    public ImageItem Next() => _items[(int)((uint)Interlocked.Increment(ref _next) % (uint)_items.Count)];
}
