namespace OpenVinoFlow.OnnxRuntime;

/// <summary>
/// The threads that run a model's inferences, as many as it has streams, and the one queue they take them from: a thread that is done finds the
/// next inference queued, as with OpenVINO's streams. Thread-safe.
/// </summary>
internal sealed class OnnxStreams : IDisposable
{
    private readonly object _gate = new();
    private readonly Queue<OnnxSlot> _queue = new();
    private readonly Thread[] _threads;
    private bool _closed;

    public OnnxStreams(int count)
    {
        _threads = new Thread[count];
        for (int i = 0; i < count; i++)
        {
            _threads[i] = new Thread(Work) { Name = $"ovflow-infer-{i}", IsBackground = true };
            _threads[i].Start();
        }
    }

    public void Enqueue(OnnxSlot slot)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _queue.Enqueue(slot);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Ends the threads when their queue is empty.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }

        foreach (Thread thread in _threads)
            thread.Join();
    }

    private void Work()
    {
        while (Next() is { } slot)
            slot.RunQueued();
    }

    private OnnxSlot? Next()
    {
        lock (_gate)
        {
            while (_queue.Count == 0)
            {
                if (_closed)
                    return null;
                Monitor.Wait(_gate);
            }

            return _queue.Dequeue();
        }
    }
}
