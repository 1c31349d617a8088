using System.Diagnostics;

namespace OpenVinoFlow.Pipeline.Stages;

/// <summary>
/// Hands out places in pinned buffers to decode workers and sends a batch on once it is full, or short when it has waited too long or the
/// input has ended. It is the pool and thereby the backpressure: without a free buffer <see cref="Take"/> blocks.
/// </summary>
/// <remarks>
/// Thread-safe. A failed decode gives its place back and the next worker gets it, so that bad images leave no holes in batches.
/// </remarks>
internal sealed class BatchAssembler : IDisposable
{
    private readonly object _gate = new();
    private readonly Queue<InferBatch> _free;
    private readonly List<InferBatch> _all;
    private readonly Stack<Place> _vacant = new();
    private readonly List<InferBatch> _filling = [];
    private readonly int _size;
    private readonly long _timeoutTicks;
    private readonly Action<InferBatch> _send;
    private readonly Func<bool> _wanted;
    private readonly Timer? _timer;
    private InferBatch? _current;
    private int _sending;
    private bool _aborted;

    /// <param name="batches">Every batch there is; they belong to the assembler and are disposed with it.</param>
    /// <param name="timeout">How long a batch with a filled place may wait for more.</param>
    /// <param name="send">Takes a batch that is ready. Called outside the lock, by the worker that filled its last place.</param>
    /// <param name="wanted">Whether a short batch would be started at once: a late batch waits on while it would only queue.</param>
    public BatchAssembler(IReadOnlyList<InferBatch> batches, TimeSpan timeout, Action<InferBatch> send, Func<bool> wanted)
    {
        _all = [.. batches];
        _free = new Queue<InferBatch>(batches);
        _size = batches[0].Buffers.Batch;
        _timeoutTicks = (long)(timeout.TotalSeconds * Stopwatch.Frequency);
        _send = send;
        _wanted = wanted;

        if (_size > 1)
        {
            TimeSpan period = TimeSpan.FromMilliseconds(Math.Clamp(timeout.TotalMilliseconds / 2, 1, 1000));
            _timer = new Timer(static state => ((BatchAssembler)state!).FlushLate(), this, period, period);
        }
    }

    /// <summary>Batches that are neither being filled nor on their way.</summary>
    public int Free
    {
        get
        {
            lock (_gate)
                return _free.Count;
        }
    }

    /// <summary>All batches.</summary>
    public int Total => _all.Count;

    /// <summary>A place to decode into; blocks until there is one. False when the run was aborted.</summary>
    public bool Take(out Place place)
    {
        lock (_gate)
        {
            while (!_aborted)
            {
                if (_vacant.TryPop(out place))
                {
                    place.Batch.Vacated--;
                    return true;
                }

                if (_current is null && _free.TryDequeue(out _current))
                    _filling.Add(_current);

                if (_current is { } batch)
                {
                    place = new Place(batch, batch.Taken++);
                    if (batch.Taken == _size)
                        _current = null;
                    return true;
                }

                Monitor.Wait(_gate);
            }
        }

        place = default;
        return false;
    }

    /// <summary>The place now holds the image of <paramref name="item"/>.</summary>
    public void Fill(in Place place, FlowItem item)
    {
        InferBatch batch = place.Batch;
        item.Batch = batch;
        item.Place = place.Index;

        bool ready;
        lock (_gate)
        {
            batch.Items[place.Index] = item;
            if (batch.Filled++ == 0)
                batch.FirstFilledAt = item.Clock.Ready;
            ready = Settle(batch);
        }

        if (ready)
            _send(batch);
    }

    /// <summary>The place was not needed: the image could not be decoded.</summary>
    public void Vacate(in Place place)
    {
        InferBatch batch = place.Batch;
        bool ready;
        lock (_gate)
        {
            batch.Vacated++;
            if (batch.Sealed)
            {
                ready = Settle(batch);
            }
            else
            {
                ready = false;
                _vacant.Push(place);
                Monitor.Pulse(_gate);
            }
        }

        if (ready)
            _send(batch);
    }

    /// <summary>Takes back a batch that every sink has written.</summary>
    public void Return(InferBatch batch)
    {
        batch.Reset();
        lock (_gate)
        {
            _free.Enqueue(batch);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>
    /// Sends what is filled, though not full: no more images will come. Call when no worker holds a place; when it returns, every batch has been
    /// sent.
    /// </summary>
    public void Flush()
    {
        SealAndSend(latest: long.MaxValue);

        lock (_gate)
        {
            // The timer may have taken batches out that it has not sent yet.
            while (_sending > 0)
                Monitor.Wait(_gate);

            // What is left holds places that were all given back.
            foreach (InferBatch batch in _filling)
            {
                batch.Reset();
                _free.Enqueue(batch);
            }

            _filling.Clear();
            _vacant.Clear();
            _current = null;
        }
    }

    /// <summary>Wakes whoever waits for a place; from now on there is none.</summary>
    public void Abort()
    {
        lock (_gate)
        {
            _aborted = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Frees every batch's memory. Call when none is in use by an inference.</summary>
    public void Dispose()
    {
        _timer?.Dispose();
        foreach (InferBatch batch in _all)
            batch.Buffers.Dispose();
    }

    /// <summary>Whether the batch is to be sent now; if so it leaves the list of those being filled.</summary>
    private bool Settle(InferBatch batch)
    {
        bool complete = batch.Filled == _size || (batch.Sealed && batch.Filled > 0 && batch.Filled + batch.Vacated == batch.Taken);
        if (complete)
            _filling.Remove(batch);
        return complete;
    }

    private void FlushLate()
    {
        if (_wanted())
            SealAndSend(latest: Stopwatch.GetTimestamp() - _timeoutTicks);
    }

    /// <summary>Sends batches whose first place was filled at <paramref name="latest"/> or before.</summary>
    private void SealAndSend(long latest)
    {
        List<InferBatch>? ready = null;
        lock (_gate)
        {
            for (int i = _filling.Count - 1; i >= 0; i--)
            {
                InferBatch batch = _filling[i];
                if (batch.Filled == 0 || batch.Sealed || batch.FirstFilledAt > latest)
                    continue;

                Seal(batch);
                if (Settle(batch))
                    (ready ??= []).Add(batch);
            }

            if (ready is null)
                return;
            _sending++;
        }

        foreach (InferBatch batch in ready)
            _send(batch);

        lock (_gate)
        {
            _sending--;
            Monitor.PulseAll(_gate);
        }
    }

    private void Seal(InferBatch batch)
    {
        batch.Sealed = true;
        if (ReferenceEquals(batch, _current))
            _current = null;

        if (_vacant.Count == 0)
            return;

        // Its vacant places must not be handed out any more; the others keep their order, which does not matter.
        Place[] vacant = [.. _vacant];
        _vacant.Clear();
        foreach (Place place in vacant)
        {
            if (!ReferenceEquals(place.Batch, batch))
                _vacant.Push(place);
        }
    }
}
