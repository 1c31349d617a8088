using System.Runtime.CompilerServices;
using OpenVinoFlow.Pipeline.Sources;

namespace OpenVinoFlow.Pipeline.Resume;

/// <summary>
/// What is left of a source: its inputs without those that are committed. Before the first one is given, the committed ones are compared with
/// what the source gives now, so that nothing is written when the source has changed.
/// </summary>
/// <param name="source">Enumerated once, so that standard input and archives can be resumed too.</param>
/// <param name="done">What is committed.</param>
/// <param name="byId">Whether inputs are told by their ids, whatever their positions.</param>
/// <param name="force">Whether a changed source is accepted; then inputs are told by their ids from the change on.</param>
internal sealed class ResumedSource(IImageSource source, CommittedItems done, bool byId, bool force) : INumberedSource, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Queue<(ImageItem Item, long Sequence)> _held = new();
    private IAsyncEnumerator<ImageItem>? _inputs;
    private long _position;
    private long _next = done.Last + 1;

    /// <inheritdoc/>
    public long Sequence { get; private set; }

    /// <inheritdoc/>
    public string Description => source.Description;

    /// <inheritdoc/>
    public bool MayWait => source.MayWait;

    /// <summary>Whether inputs are told by their ids.</summary>
    public bool ById { get; private set; } = byId;

    /// <summary>Told of each input that is skipped.</summary>
    public Action Skipped { get; set; } = static () => { };

    /// <inheritdoc/>
    public void Check() => source.Check();

    /// <inheritdoc/>
    public long? Count(CancellationToken cancellationToken) => source.Count(cancellationToken);

    /// <summary>Goes through the source as far as it is committed. Inputs between that are not are held: as many as were on their way.</summary>
    /// <exception cref="ResumeException">The source has changed.</exception>
    public async Task VerifyAsync(CancellationToken cancellationToken)
    {
        _inputs = source.ReadAsync(_stop.Token).GetAsyncEnumerator(_stop.Token);
        using CancellationTokenRegistration stop = cancellationToken.Register(_stop.Cancel);

        long matched = 0;
        while (!ById && matched < done.Count)
        {
            if (!await _inputs.MoveNextAsync().ConfigureAwait(false))
            {
                cancellationToken.ThrowIfCancellationRequested();
                NoteChange($"{done.Count - matched} inputs that were processed are no longer there");
                return;
            }

            ImageItem item = _inputs.Current;
            long sequence = PositionOfCurrent();
            if (!done.TryGet(sequence, out ulong id, out uint stamp) && sequence < done.Last)
            {
                _held.Enqueue((item, sequence));
            }
            else if (id != ItemIdentity.HashOf(item.Id))
            {
                NoteChange($"{item.Id} is now input {sequence}, where another one was");
                HoldUnlessDone(item);
            }
            else
            {
                uint now = stamp == ItemIdentity.NoStamp ? stamp : ItemIdentity.StampOf(item);
                if (now != stamp && now != ItemIdentity.NoStamp && !force)
                    NoteChange($"{item.Id} has been changed since it was processed");
                Skip(item);
                matched++;
            }
        }
    }

    /// <summary>Whether there is nothing left. Asks the source for its next input.</summary>
    public async Task<bool> IsAtEndAsync()
    {
        while (_held.Count == 0)
        {
            if (!await _inputs!.MoveNextAsync().ConfigureAwait(false))
                return true;

            if (ById)
                HoldUnlessDone(_inputs.Current);
            else
                _held.Enqueue((_inputs.Current, PositionOfCurrent()));
        }

        return false;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ImageItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration stop = cancellationToken.Register(_stop.Cancel);

        while (!await IsAtEndAsync().ConfigureAwait(false))
        {
            (ImageItem item, Sequence) = _held.Dequeue();
            yield return item;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach ((ImageItem item, _) in _held)
            item.Owner?.Dispose();
        if (_inputs is not null)
            await _inputs.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private long PositionOfCurrent() => source is INumberedSource numbered ? numbered.Sequence : _position++;

    private void NoteChange(string change)
    {
        if (!force)
            throw new ResumeException($"{source.Description} has changed: {change}. Use --force to run what is new in it, or --restart to start over.");
        ById = true;
    }

    /// <summary>An input that cannot be told by its position: a new one gets a position behind all that were used.</summary>
    private void HoldUnlessDone(in ImageItem item)
    {
        if (done.Contains(ItemIdentity.HashOf(item.Id)))
            Skip(item);
        else
            _held.Enqueue((item, _next++));
    }

    private void Skip(in ImageItem item)
    {
        item.Owner?.Dispose();
        Skipped();
    }
}
