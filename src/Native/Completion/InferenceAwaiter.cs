using System.Threading.Tasks.Sources;

namespace OpenVinoFlow.Native.Completion;

/// <summary>The source behind an awaited inference. Reused by its request once the result has been taken.</summary>
internal sealed class InferenceAwaiter(InferRequest request) : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<StatusCode> _core = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _registration;
    private CancellationToken _token;
    private int _taken;

    /// <summary>Reserves it for one inference; false while an earlier result has not been taken.</summary>
    public bool TryTake() => Interlocked.Exchange(ref _taken, 1) == 0;

    /// <summary>What the caller awaits.</summary>
    public ValueTask Task => new(this, _core.Version);

    /// <summary>Has the token cancel the request's inference until that is complete.</summary>
    public void Observe(CancellationToken token)
    {
        _token = token;
        _registration = token.UnsafeRegister(static owner => ((InferRequest)owner!).TryCancel(), request);
    }

    /// <summary>Gives it back when the inference was not started.</summary>
    public void Release()
    {
        _registration.Dispose();
        Volatile.Write(ref _taken, 0);
    }

    /// <summary>Ends the wait of the caller, who goes on on the thread pool.</summary>
    public void Complete(StatusCode status, string? error)
    {
        // Waits for a cancellation that is being carried out, which otherwise could hit the next inference.
        _registration.Dispose();
        if (status == StatusCode.OK)
            _core.SetResult(status);
        else if (status == StatusCode.INFER_CANCELLED)
            _core.SetException(new OperationCanceledException("The inference was cancelled.", _token));
        else
            _core.SetException(new OpenVinoException(status, $"The inference failed: {error} [{status}]"));
    }

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    public void GetResult(short token)
    {
        try
        {
            _ = _core.GetResult(token);
        }
        finally
        {
            _core.Reset();
            Volatile.Write(ref _taken, 0);
        }
    }
}
