using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.Pipeline.Stages;

/// <summary>
/// Brings batches and idle infer requests together. Whoever comes second, the thread with the batch or the one with the slot, starts the
/// inference: nobody waits, and no lock is shared between slots.
/// </summary>
/// <remarks>
/// Both queues are first in, first out. <see cref="_balance"/> counts idle slots minus waiting batches; each side enqueues first and counts
/// then, so that the count grants a pair only when both of it are in their queues. With <see cref="InferModeKind.Sync"/> that thread also runs
/// the inference and ends it, and no completion is sent. Thread-safe.
/// </remarks>
internal sealed class Dispatcher : IDisposable
{
    private readonly Func<int, IInferSlot> _createSlot;
    private readonly Func<InferBuffers> _createBuffers;
    private readonly Action<InferBatch> _ended;
    private readonly bool _sync;
    private readonly Seat[] _seats;
    private readonly ConcurrentQueue<InferBatch> _waiting = new();
    private readonly ConcurrentQueue<int> _idle = new();
    private readonly ConcurrentDictionary<int, Abandoned> _abandoned = new();
    private readonly SlotTurn? _turn;
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _balance;
    private int _outstanding = 1;
    private volatile bool _aborted;

    /// <param name="slots">How many slots.</param>
    /// <param name="createSlot">Makes a slot that reports its completions under the given number.</param>
    /// <param name="createBuffers">Makes buffers in place of those an abandoned inference may still write to.</param>
    /// <param name="mode">Whether inferences are started, or run by the thread that starts them.</param>
    /// <param name="scheduling">Which idle slot is next.</param>
    /// <param name="ended">Takes a batch whose inference has ended or could not be started, with its outcome set.</param>
    public Dispatcher(
        int slots,
        Func<int, IInferSlot> createSlot,
        Func<InferBuffers> createBuffers,
        InferModeKind mode,
        SchedulingKind scheduling,
        Action<InferBatch> ended)
    {
        _createSlot = createSlot;
        _sync = mode == InferModeKind.Sync;
        _createBuffers = createBuffers;
        _ended = ended;
        _turn = scheduling == SchedulingKind.RoundRobin ? new SlotTurn(slots) : null;
        _seats = new Seat[slots];
        for (int i = 0; i < slots; i++)
            _seats[i] = new Seat { Slot = createSlot(i), Number = i };
        for (int i = 0; i < slots; i++)
            _ = Offer(i);
    }

    /// <summary>Batches that wait for a slot (negative: idle slots).</summary>
    public int Waiting => -Volatile.Read(ref _balance);

    /// <summary>Slots that run an inference.</summary>
    public int Busy => Math.Clamp(_seats.Length - Volatile.Read(ref _balance), 0, _seats.Length);

    /// <summary>Slots that were replaced because their inference did not end.</summary>
    public int Replaced { get; private set; }

    /// <summary>Ends when <see cref="Close"/> was called and every batch has ended.</summary>
    public Task Drained => _drained.Task;

    /// <summary>The slots as they are now, for profiles.</summary>
    public IReadOnlyList<IInferSlot> Slots => [.. _seats.Select(seat => seat.Slot)];

    /// <summary>Takes a batch: starts it at once when a slot is idle, otherwise when one comes back.</summary>
    public void Enqueue(InferBatch batch)
    {
        Interlocked.Increment(ref _outstanding);
        _waiting.Enqueue(batch);
        if (Interlocked.Decrement(ref _balance) >= 0)
            StartPairs(1);
    }

    /// <summary>The inference of a slot has ended: hands its batch on with status and times, and puts the slot to work again.</summary>
    public void Complete(Completion completion)
    {
        Seat seat = _seats[completion.Slot % _seats.Length];
        if (!TakeBack(seat, completion.Slot, out InferBatch? batch, out bool late))
            return;

        int pairs = Finish(completion.Slot % _seats.Length, batch, WaitFor(seat.Slot), late, completion.Timestamp);
        StartPairs(pairs);
    }

    /// <summary>
    /// Cancels inferences that have run for longer than <paramref name="timeout"/>; one that has not ended after twice that time is abandoned: its
    /// images fail, and its slot and buffers are replaced, because whatever hangs may still use them.
    /// </summary>
    public void EnforceTimeout(TimeSpan timeout)
    {
        long now = Stopwatch.GetTimestamp();
        for (int position = 0; position < _seats.Length; position++)
        {
            Seat seat = _seats[position];
            InferBatch? abandoned = null;
            lock (seat)
            {
                if (seat.Batch is not { } batch)
                    continue;

                TimeSpan elapsed = Stopwatch.GetElapsedTime(batch.StartedAt, now);
                if (elapsed > timeout && !seat.Late)
                {
                    seat.Late = true;
                    seat.Slot.Cancel();
                }
                else if (elapsed > 2 * timeout)
                {
                    abandoned = batch;
                    Replace(seat, batch);
                }
            }

            if (abandoned is null)
                continue;

            int pairs = Finish(position, abandoned, new InferOutcome(InferStatus.TimedOut), late: true, now);
            if (_sync && pairs > 0)
                _ = Task.Factory.StartNew(() => StartPairs(pairs), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            else
                StartPairs(pairs);
        }
    }

    /// <summary>No more batches will come.</summary>
    public void Close() => Release();

    /// <summary>Ends everything early: running inferences are cancelled, waiting batches end as cancelled without being started.</summary>
    public void Abort()
    {
        _aborted = true;
        foreach (Seat seat in _seats)
        {
            lock (seat)
            {
                if (seat.Batch is not null)
                    seat.Slot.Cancel();
            }
        }
    }

    /// <summary>Frees the slots; one that was abandoned and has not ended since is left to the process's end.</summary>
    public void Dispose()
    {
        foreach (Seat seat in _seats)
            seat.Slot.Dispose();
    }

    /// <summary>Puts a slot where batches find it; how many pairs there are now that the caller has to start.</summary>
    private int Offer(int position)
    {
        int available = 1;
        if (_turn is null)
            _idle.Enqueue(position);
        else
            available = _turn.Return(position, _idle);

        int pairs = 0;
        for (; available > 0; available--)
        {
            if (Interlocked.Increment(ref _balance) <= 0)
                pairs++;
        }

        return pairs;
    }

    /// <summary>Starts inferences, and those that become possible because one of them has ended already.</summary>
    private void StartPairs(int pairs)
    {
        for (; pairs > 0; pairs--)
        {
            bool paired = _waiting.TryDequeue(out InferBatch? batch) & _idle.TryDequeue(out int position);
            Debug.Assert(paired, "the balance grants a pair only when both are enqueued");
            pairs += _sync ? Run(position, batch!) : Start(position, batch!);
        }
    }

    /// <summary>Starts the inference; where that could not be done, its batch ends, and what it leaves to be started is returned.</summary>
    private int Start(int position, InferBatch batch)
    {
        Seat seat = _seats[position];
        InferOutcome refused;
        lock (seat)
        {
            // The completion may come before Start returns; it waits for the lock, and so does who aborts.
            if (Occupy(seat, batch))
            {
                try
                {
                    seat.Slot.Start(batch.Buffers);
                    batch.Mark(ItemStage.Inferring);
                    return 0;
                }
                catch (Exception error)
                {
                    refused = new InferOutcome(InferStatus.Failed, error.Message);
                }
            }
            else
            {
                refused = new InferOutcome(InferStatus.Cancelled);
            }

            seat.Batch = null;
        }

        return Finish(position, batch, refused, late: false, Stopwatch.GetTimestamp());
    }

    /// <summary>Runs the inference to its end, and returns what that leaves to be started.</summary>
    private int Run(int position, InferBatch batch)
    {
        Seat seat = _seats[position];
        bool occupied;
        int number;
        IInferSlot slot;
        lock (seat)
        {
            occupied = Occupy(seat, batch);
            number = seat.Number;
            slot = seat.Slot;
        }

        // Outside the lock, so that it can be cancelled.
        batch.Mark(ItemStage.Inferring);
        InferOutcome outcome = occupied ? RunToEnd(slot, batch.Buffers) : new InferOutcome(InferStatus.Cancelled);
        long now = Stopwatch.GetTimestamp();
        return TakeBack(seat, number, out InferBatch? ended, out bool late) ? Finish(position, ended, outcome, late, now) : 0;
    }

    /// <summary>Notes what a slot is about to run; false when nothing is to be run any more.</summary>
    private bool Occupy(Seat seat, InferBatch batch)
    {
        batch.StartedAt = Stopwatch.GetTimestamp();
        seat.Batch = batch;
        seat.Late = false;
        return !_aborted;
    }

    /// <summary>The batch whose inference has ended under that number; false when it was given up before.</summary>
    private bool TakeBack(Seat seat, int number, [NotNullWhen(true)] out InferBatch? batch, out bool late)
    {
        batch = null;
        lock (seat)
        {
            late = seat.Late;
            if (seat.Number == number)
                (batch, seat.Batch) = (seat.Batch, null);
        }

        if (batch is null)
            Forget(number);
        return batch is not null;
    }

    /// <summary>Offers the slot again and hands the batch on; how many pairs the caller has to start.</summary>
    private int Finish(int position, InferBatch batch, InferOutcome outcome, bool late, long now)
    {
        batch.Outcome = late && outcome.Status != InferStatus.Done ? new InferOutcome(InferStatus.TimedOut) : outcome;
        batch.CompletedAt = now;
        int pairs = Offer(position);
        End(batch);
        return pairs;
    }

    private void Replace(Seat seat, InferBatch batch)
    {
        _abandoned[seat.Number] = new Abandoned(seat.Slot, batch.ReplaceBuffers(_createBuffers()));
        Replaced++;
        seat.Number += _seats.Length;
        seat.Slot = _createSlot(seat.Number);
        seat.Batch = null;
    }

    /// <summary>An abandoned inference has ended after all: nothing uses its slot and buffers any more.</summary>
    private void Forget(int number)
    {
        if (!_abandoned.TryRemove(number, out Abandoned? abandoned))
            throw new InvalidOperationException($"Infer request {number} reported an inference that was not started.");

        abandoned.Slot.Dispose();
        abandoned.Buffers.Dispose();
    }

    private void End(InferBatch batch)
    {
        batch.Mark(ItemStage.WaitingForSink);
        _ended(batch);
        Release();
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _outstanding) == 0)
            _drained.TrySetResult();
    }

    private static InferOutcome RunToEnd(IInferSlot slot, InferBuffers buffers)
    {
        try
        {
            return slot.Run(buffers);
        }
        catch (Exception error)
        {
            return new InferOutcome(InferStatus.Failed, error.Message);
        }
    }

    private static InferOutcome WaitFor(IInferSlot slot)
    {
        try
        {
            return slot.Wait();
        }
        catch (Exception error)
        {
            return new InferOutcome(InferStatus.Failed, error.Message);
        }
    }

    /// <summary>A slot and what it runs. Locked by whoever starts, ends or cancels its inference, so that a cancellation never meets the next one.</summary>
    private sealed class Seat
    {
        public required IInferSlot Slot { get; set; }

        /// <summary>What the slot's completions say; a slot that replaces another has a new number at the same position.</summary>
        public required int Number { get; set; }

        public InferBatch? Batch { get; set; }

        /// <summary>Whether the inference was cancelled because it took too long.</summary>
        public bool Late { get; set; }
    }

    private sealed record Abandoned(IInferSlot Slot, InferBuffers Buffers);
}
