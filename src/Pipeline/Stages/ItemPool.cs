using System.Threading.Channels;

namespace OpenVinoFlow.Pipeline.Stages;

/// <summary>
/// The items of a flow: as many as may be on their way at a time. The source waits here, so nothing behind it ever refuses an item.
/// </summary>
internal sealed class ItemPool : IDisposable
{
    private readonly Channel<FlowItem> _idle;
    private readonly FlowItem[] _all;
    private int _rented;

    public ItemPool(int count)
    {
        _idle = Channel.CreateUnbounded<FlowItem>(new UnboundedChannelOptions { SingleReader = true });
        _all = new FlowItem[count];
        for (int i = 0; i < count; i++)
        {
            _all[i] = new FlowItem();
            _idle.Writer.TryWrite(_all[i]);
        }
    }

    public int Count => _all.Length;

    /// <summary>Items in the pool.</summary>
    public int Idle => _all.Length - Volatile.Read(ref _rented);

    /// <summary>Items that are on their way now: after a run, those that were lost.</summary>
    public IEnumerable<FlowItem> Open => _all.Where(item => item.InUse);

    /// <summary>The next free item; null when no more are to be taken. One caller at a time.</summary>
    public async ValueTask<FlowItem?> RentAsync(CancellationToken stopped)
    {
        FlowItem? item;
        while (!_idle.Reader.TryRead(out item))
        {
            // Without the token, which would cost an allocation each time: items come back soon while a run is drained, and Close ends the wait.
            if (stopped.IsCancellationRequested || !await _idle.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
                return null;
        }

        item.InUse = true;
        Interlocked.Increment(ref _rented);
        return item;
    }

    /// <summary>No more items are taken: whoever waits for one gets none.</summary>
    public void Close() => _idle.Writer.TryComplete();

    public void Return(FlowItem item)
    {
        item.End();
        item.InUse = false;
        Interlocked.Decrement(ref _rented);
        _idle.Writer.TryWrite(item);
    }

    public void Dispose()
    {
        foreach (FlowItem item in _all)
            item.FreeCopies();
    }
}
