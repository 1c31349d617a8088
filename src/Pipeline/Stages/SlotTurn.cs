namespace OpenVinoFlow.Pipeline.Stages;

/// <summary>Strict round robin: a slot is available only when every slot before it has been. Thread-safe.</summary>
internal sealed class SlotTurn(int slots)
{
    private readonly Lock _gate = new();
    private readonly bool[] _idle = new bool[slots];
    private int _next;

    /// <summary>
    /// The slot became idle. Returns how many slots it made available, the first being <paramref name="first"/> and the others those after it,
    /// modulo the number of slots.
    /// </summary>
    public int Return(int slot, out int first)
    {
        lock (_gate)
        {
            _idle[slot] = true;
            first = _next;
            int available = 0;
            while (_idle[_next])
            {
                _idle[_next] = false;
                _next = (_next + 1) % _idle.Length;
                available++;
            }

            return available;
        }
    }
}
