using System.Collections.Concurrent;

namespace OpenVinoFlow.Pipeline.Ledger;

/// <summary>
/// The account of a run: every input that was read has exactly one fate, and the sum must balance. Thread-safe.
/// </summary>
public sealed class FlowLedger
{
    private const int ViolationsKept = 100;

    private readonly ConcurrentQueue<string> _violations = new();
    private long _read;
    private long _done;
    private long _failed;
    private long _skipped;
    private long _cancelled;

    /// <summary>The counts as they are now. While a run is going on they need not balance.</summary>
    public LedgerCounts Counts => new(
        Interlocked.Read(ref _read),
        Interlocked.Read(ref _done),
        Interlocked.Read(ref _failed),
        Interlocked.Read(ref _skipped),
        Interlocked.Read(ref _cancelled));

    /// <summary>Inputs that got a second fate: the defects a balanced sum could hide. At most the first hundred.</summary>
    public IReadOnlyCollection<string> Violations => _violations;

    internal void Open() => Interlocked.Increment(ref _read);

    /// <summary>An input that is not to be processed and never becomes an item.</summary>
    internal void Skip()
    {
        Interlocked.Increment(ref _read);
        Interlocked.Increment(ref _skipped);
    }

    internal void Settle(FlowItem item, Fate fate)
    {
        Fate earlier = item.ExchangeFate(fate);
        if (earlier != Fate.Open)
        {
            if (_violations.Count < ViolationsKept)
                _violations.Enqueue($"{item.Id}: {fate} after {earlier}");
            return;
        }

        switch (fate)
        {
            case Fate.Done: Interlocked.Increment(ref _done); break;
            case Fate.Failed: Interlocked.Increment(ref _failed); break;
            case Fate.Skipped: Interlocked.Increment(ref _skipped); break;
            case Fate.Cancelled: Interlocked.Increment(ref _cancelled); break;
            default: throw new ArgumentOutOfRangeException(nameof(fate), fate, "An item cannot be settled as open.");
        }
    }
}

/// <summary>The sums of a ledger.</summary>
/// <param name="Read">Inputs the source gave.</param>
/// <param name="Done">Inputs with a result.</param>
/// <param name="Failed">Inputs that failed.</param>
/// <param name="Skipped">Inputs that were not to be processed.</param>
/// <param name="Cancelled">Inputs the run ended before.</param>
public readonly record struct LedgerCounts(long Read, long Done, long Failed, long Skipped, long Cancelled)
{
    /// <summary>Inputs with a fate.</summary>
    public long Settled => Done + Failed + Skipped + Cancelled;

    /// <summary>Whether every input has a fate.</summary>
    public bool Balanced => Read == Settled;
}
