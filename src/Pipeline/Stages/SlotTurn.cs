using System.Collections.Concurrent;

namespace OpenVinoFlow.Pipeline.Stages;

/// <summary>Strict round robin: a slot is available only when every slot before it has been. Thread-safe.</summary>
internal sealed class SlotTurn(int slots)
{
    private readonly Lock _gate = new();
    private readonly bool[] _idle = new bool[slots];
    private int _next;

    /// <summary>
    /// The slot became idle. Adds the slots that are available by it, this one perhaps not among them, to <paramref name="available"/> in their
    /// turn, and returns how many they are.
    /// </summary>
    public int Return(int slot, ConcurrentQueue<int> available)
    {
        lock (_gate)
        {
            _idle[slot] = true;
            int count = 0;
            while (_idle[_next])
            {
                _idle[_next] = false;
                available.Enqueue(_next);
                _next = (_next + 1) % _idle.Length;
                count++;
            }

            return count;
        }
    }
}
