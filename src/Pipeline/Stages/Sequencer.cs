namespace OpenVinoFlow.Pipeline.Stages;

/// <summary>
/// Restores the order of the source. An item that comes too early is parked: it keeps a copy of its outputs, so that its batch can go home
/// and those it waits for never lack a buffer. Bounded by the number of items that may be on their way. Not thread-safe.
/// </summary>
internal sealed class Sequencer(int window)
{
    private readonly FlowItem?[] _parked = new FlowItem?[window];
    private long _next;

    /// <summary>Whether the item is the next one; then the caller writes it and calls <see cref="TryAdvance"/>.</summary>
    public bool IsNext(FlowItem item) => item.Turn == _next;

    /// <summary>Keeps an item until its turn.</summary>
    public void Park(FlowItem item)
    {
        long ahead = item.Turn - _next;
        if (ahead <= 0 || ahead >= window)
            throw new InvalidOperationException($"Item {item.Turn} cannot be put in order: the next is {_next}, the window {window}.");

        if (item.Ok)
            item.DetachOutputs();
        _parked[item.Turn % window] = item;
    }

    /// <summary>Moves on to the next item; true when it has been waiting.</summary>
    public bool TryAdvance(out FlowItem? item)
    {
        _next++;
        ref FlowItem? place = ref _parked[_next % window];
        item = place;
        place = null;
        return item is not null;
    }
}
