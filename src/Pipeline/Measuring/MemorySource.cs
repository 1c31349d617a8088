using System.Runtime.CompilerServices;
using OpenVinoFlow.Pipeline.Sources;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>Inputs whose bytes are in memory.</summary>
internal sealed class MemorySource(ItemCycle items) : IImageSource
{
    public string Description => "images in memory";

    public void Check()
    {
    }

    public long? Count(CancellationToken cancellationToken) => items.Count;

    public async IAsyncEnumerable<ImageItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (int i = 0; i < items.Count && !cancellationToken.IsCancellationRequested; i++)
            yield return items.Next();
        await Task.CompletedTask.ConfigureAwait(false);
    }
}
