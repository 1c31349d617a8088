using System.Runtime.CompilerServices;
using OpenVinoFlow.Pipeline.Configuration;

namespace OpenVinoFlow.Pipeline.Sources;

/// <summary>Items without content: what a flow costs by itself.</summary>
public sealed class SyntheticSource(SyntheticSourceOptions options) : IImageSource
{
    /// <inheritdoc/>
    public string Description => $"{options.Count} synthetic items";

    /// <inheritdoc/>
    public void Check()
    {
    }

    /// <inheritdoc/>
    public long? Count(CancellationToken cancellationToken) => options.Count;

    /// <inheritdoc/>
    public async IAsyncEnumerable<ImageItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (long i = 0; i < options.Count && !cancellationToken.IsCancellationRequested; i++)
            yield return ImageItem.Empty(string.Create(null, $"null/{i}"));

        await Task.CompletedTask.ConfigureAwait(false);
    }
}
