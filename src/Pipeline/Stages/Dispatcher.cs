using System.Collections.Concurrent;
using System.Diagnostics;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.Pipeline.Stages;

/// <summary>
/// Brings batches and idle infer requests together. Whoever comes second, the thread with the batch or the one with the slot, starts the
/// inference: nobody waits, and no lock is taken.
/// </summary>
/// <remarks>
/// Both queues are first in, first out. <see cref="_balance"/> counts idle slots minus waiting batches; each side enqueues first and counts
/// then, so that the count grants a pair only when both of it are in their queues. Thread-safe.
/// </remarks>
internal sealed class Dispatcher
{
    private readonly IInferSlot[] _slots;
    private readonly InferBatch?[] _running;
    private readonly ConcurrentQueue<InferBatch> _waiting = new();
    private readonly ConcurrentQueue<int> _idle = new();
    private readonly SlotTurn? _turn;
    private readonly Action<InferBatch> _ended;
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _balance;
    private int _outstanding = 1;
    private volatile bool _aborted;

    /// <param name="slots">The slots; every one idle.</param>
    /// <param name="scheduling">Which idle slot is next.</param>
    /// <param name="ended">Takes a batch whose inference could not be started, with its outcome set.</param>
    public Dispatcher(IInferSlot[] slots, SchedulingKind scheduling, Action<InferBatch> ended)
    {
        _slots = slots;
        _running = new InferBatch?[slots.Length];
        _ended = ended;
        _turn = scheduling == SchedulingKind.RoundRobin ? new SlotTurn(slots.Length) : null;

        for (int slot = 0; slot < slots.Length; slot++)
            Offer(slot);
    }

    /// <summary>Batches that wait for a slot (negative: idle slots).</summary>
    public int Waiting => -Volatile.Read(ref _balance);

    /// <summary>Slots that run an inference.</summary>
    public int Busy => Math.Clamp(_slots.Length - Volatile.Read(ref _balance), 0, _slots.Length);

    /// <summary>Ends when <see cref="Close"/> was called and every batch has ended.</summary>
    public Task Drained => _drained.Task;

    /// <summary>Takes a batch: starts it at once when a slot is idle, otherwise when one comes back.</summary>
    public void Enqueue(InferBatch batch)
    {
        Interlocked.Increment(ref _outstanding);
        _waiting.Enqueue(batch);
        if (Interlocked.Decrement(ref _balance) >= 0)
            StartPair();
    }

    /// <summary>The inference of a slot has ended: returns its batch with status and times, and puts the slot to work again.</summary>
    public void Complete(Completion completion)
    {
        int slot = completion.Slot;
        InferBatch batch = _running[slot] ?? throw new InvalidOperationException($"Infer request {slot} reported an inference that was not started.");
        _running[slot] = null;

        batch.Outcome = WaitFor(slot);
        batch.CompletedAt = completion.Timestamp;
        Offer(slot);
        End(batch);
    }

    /// <summary>No more batches will come.</summary>
    public void Close() => Release();

    /// <summary>Ends everything early: running inferences are cancelled, waiting batches end as cancelled without being started.</summary>
    public void Abort()
    {
        _aborted = true;
        foreach (IInferSlot slot in _slots)
            slot.Cancel();
    }

    private void Offer(int slot)
    {
        int available = 1;
        if (_turn is null)
            _idle.Enqueue(slot);
        else
            available = _turn.Return(slot, _idle);

        for (; available > 0; available--)
        {
            if (Interlocked.Increment(ref _balance) <= 0)
                StartPair();
        }
    }

    private void StartPair()
    {
        bool paired = _waiting.TryDequeue(out InferBatch? batch) & _idle.TryDequeue(out int slot);
        Debug.Assert(paired, "the balance grants a pair only when both are enqueued");

        batch!.StartedAt = Stopwatch.GetTimestamp();
        InferOutcome failure;
        if (_aborted)
        {
            failure = new InferOutcome(InferStatus.Cancelled);
        }
        else
        {
            _running[slot] = batch;
            try
            {
                _slots[slot].Start(batch.Buffers);
                if (_aborted)
                    _slots[slot].Cancel();
                return;
            }
            catch (Exception error)
            {
                _running[slot] = null;
                failure = new InferOutcome(InferStatus.Failed, error.Message);
            }
        }

        batch.Outcome = failure;
        batch.CompletedAt = Stopwatch.GetTimestamp();
        Offer(slot);
        End(batch);
    }

    private void End(InferBatch batch)
    {
        _ended(batch);
        Release();
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _outstanding) == 0)
            _drained.TrySetResult();
    }

    private InferOutcome WaitFor(int slot)
    {
        try
        {
            return _slots[slot].Wait();
        }
        catch (Exception error)
        {
            return new InferOutcome(InferStatus.Failed, error.Message);
        }
    }
}
