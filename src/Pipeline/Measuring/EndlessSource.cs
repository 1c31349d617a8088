using System.Runtime.CompilerServices;
using OpenVinoFlow.Pipeline.Sources;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>Gives a source's inputs again and again until told to stop, so that a flow runs at its steady rate for as long as it is measured.</summary>
internal sealed class EndlessSource(IImageSource source, CancellationToken stop) : IImageSource
{
    public string Description => source.Description;

    public bool MayWait => source.MayWait;

    public void Check() => source.Check();

    public long? Count(CancellationToken cancellationToken) => null;

    public async IAsyncEnumerable<ImageItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool any = true;
        while (any && !stop.IsCancellationRequested)
        {
            any = false;
            await foreach (ImageItem item in source.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                any = true;
                yield return item;
                if (stop.IsCancellationRequested)
                    yield break;
            }
        }
    }
}
