namespace OpenVinoFlow.Pipeline.Sources;

/// <summary>Images a program gives as they come.</summary>
public sealed class AsyncEnumerableSource(IAsyncEnumerable<ImageItem> images) : IImageSource
{
    /// <inheritdoc/>
    public string Description => "images of the program";

    /// <inheritdoc/>
    public bool MayWait => true;

    /// <inheritdoc/>
    public void Check()
    {
    }

    /// <inheritdoc/>
    public long? Count(CancellationToken cancellationToken) => null;

    /// <inheritdoc/>
    public IAsyncEnumerable<ImageItem> ReadAsync(CancellationToken cancellationToken) => images;
}
