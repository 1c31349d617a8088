namespace OpenVinoFlow.Native.Completion;

/// <summary>
/// The one managed thread that runs completion callbacks. OpenVINO's own callback thread cannot: the status is known only after a wait,
/// which would wait for that thread, and user code that blocks there stops every request of the model. A request is in the queue at most
/// once, so the queue links the requests themselves and allocates nothing.
/// </summary>
internal static class CompletionThread
{
    private static readonly object _gate = new();
    private static readonly Lazy<Thread> _thread = new(Launch);

    private static InferRequest? _first;
    private static InferRequest? _last;

    /// <summary>True on the thread itself, that is, inside a completion callback.</summary>
    public static bool IsCurrent => _thread.IsValueCreated && Thread.CurrentThread == _thread.Value;

    /// <summary>Makes sure the thread runs.</summary>
    public static void Start() => _ = _thread.Value;

    /// <summary>Has a request's owed call made. Returns at once.</summary>
    public static void Enqueue(InferRequest request)
    {
        lock (_gate)
        {
            if (_last is null)
                _first = request;
            else
                _last.NextInQueue = request;

            _last = request;
            Monitor.Pulse(_gate);
        }
    }

    private static Thread Launch()
    {
        var thread = new Thread(Loop) { IsBackground = true, Name = "OpenVINO completions" };
        thread.Start();
        return thread;
    }

    private static void Loop()
    {
        while (true)
            Dequeue().Deliver();
    }

    private static InferRequest Dequeue()
    {
        lock (_gate)
        {
            while (_first is null)
                Monitor.Wait(_gate);

            InferRequest request = _first;
            _first = request.NextInQueue;
            request.NextInQueue = null;
            if (_first is null)
                _last = null;

            return request;
        }
    }
}
