using System.Runtime.CompilerServices;
using OpenVinoFlow.Pipeline.Ledger;
using OpenVinoFlow.Pipeline.Resume;
using OpenVinoFlow.Pipeline.Sources;

namespace OpenVinoFlow.Pipeline.Retry;

/// <summary>
/// Those inputs of a source that are asked for by id, with their positions there. What the source does not have any more is given as refused.
/// </summary>
internal sealed class SelectedSource(IImageSource source, IReadOnlyList<string> ids) : INumberedSource
{
    /// <inheritdoc/>
    public string Description => $"{ids.Count} inputs of {source.Description}";

    /// <inheritdoc/>
    public bool MayWait => source.MayWait;

    /// <inheritdoc/>
    public long Sequence { get; private set; }

    /// <inheritdoc/>
    public void Check() => source.Check();

    /// <inheritdoc/>
    public long? Count(CancellationToken cancellationToken) => ids.Count;

    /// <inheritdoc/>
    public async IAsyncEnumerable<ImageItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var wanted = new HashSet<string>(ids);
        long sequence = 0;
        IAsyncEnumerator<ImageItem> inputs = source.ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (inputs.ConfigureAwait(false))
        {
            while (wanted.Count > 0 && await inputs.MoveNextAsync().ConfigureAwait(false))
            {
                ImageItem item = inputs.Current;
                if (wanted.Remove(item.Id))
                {
                    Sequence = sequence;
                    yield return item;
                }
                else
                {
                    item.Owner?.Dispose();
                }

                sequence++;
            }
        }

        if (cancellationToken.IsCancellationRequested)
            yield break;

        foreach (string id in ids.Where(wanted.Contains))
        {
            Sequence = sequence++;
            yield return ImageItem.Refused(id, new Failure(FailureStage.Read, Reasons.NotFound, $"{source.Description} does not have it any more."));
        }
    }
}
