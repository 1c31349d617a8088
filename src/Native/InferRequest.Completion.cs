using System.Diagnostics;
using OpenVinoFlow.Native.Completion;
using OpenVinoFlow.Native.Interop;

namespace OpenVinoFlow.Native;

/// <content>
/// What happens when an asynchronous inference ends. OpenVINO's callback runs on its own thread and carries no status, so it only takes the
/// time, tells the sink, and queues the request for the completion thread when somebody wants the status: that thread asks for it with a
/// wait, which returns at once there, and calls the user's code.
/// </content>
public sealed unsafe partial class InferRequest
{
    private readonly object _deliveryGate = new();

    private ICompletionSink? _sink;
    private int _slot;
    private long _sinkFailures;

    private Action<StatusCode, object?>? _callback;
    private object? _callbackData;
    private InferenceAwaiter? _awaiter;
    private Exception? _unreported;

    /// <summary>What the inference in flight owes, fixed when it starts.</summary>
    private Action<StatusCode, object?>? _dueCallback;
    private object? _dueData;
    private InferenceAwaiter? _dueAwaiter;

    /// <summary>A value of <see cref="Delivery"/>.</summary>
    private int _delivery;

    /// <summary>Which inference (a value of <see cref="_started"/>) was the last that owed something.</summary>
    private long _dueSequence;

    /// <summary>Which inference was the last whose owed call has returned, and how it ended; guarded by the gate.</summary>
    private long _deliveredSequence;
    private StatusCode _deliveredStatus;

    /// <summary>
    /// Raised on the completion thread when a completion callback threw. Without a handler the exception is thrown by the next
    /// <see cref="Wait()"/> instead, wrapped in a <see cref="CompletionCallbackException"/>.
    /// </summary>
    public event EventHandler<CallbackFailedEventArgs>? CallbackFailed;

    private enum Delivery
    {
        /// <summary>Nothing is owed.</summary>
        None,

        /// <summary>The inference in flight, or the one just ended, owes a call.</summary>
        Owed,

        /// <summary>A thread is about to make that call.</summary>
        Taken,
    }

    /// <summary>Exceptions that the completion sink threw, which it must not.</summary>
    public long SinkFailures => Interlocked.Read(ref _sinkFailures);

    /// <summary>Link of the completion thread's queue.</summary>
    internal InferRequest? NextInQueue { get; set; }

    private bool DeliveryIsPending => Volatile.Read(ref _delivery) != (int)Delivery.None;

    /// <summary>
    /// Has a sink told about the end of every asynchronous inference from now on; null stops that. To be called while no inference runs.
    /// </summary>
    /// <param name="sink">Called on OpenVINO's callback thread.</param>
    /// <param name="slot">Passed to the sink to tell its requests apart.</param>
    public void SetCompletionSink(ICompletionSink? sink, int slot)
    {
        _slot = slot;
        _sink = sink;
    }

    /// <summary>
    /// Has a callback called once for every asynchronous inference that is started from now on, when it ends: with success, failure or
    /// cancellation. Replaces the one before; null clears. An inference keeps the callback it was started with.
    /// </summary>
    /// <remarks>
    /// Callbacks of all requests run one after the other on one managed thread. Inside, outputs can be read, the next inference started,
    /// the callback replaced and the request disposed; <see cref="Wait()"/> works. What a callback throws is reported through
    /// <see cref="CallbackFailed"/>. <see cref="Dispose"/> on another thread has an owed callback called, and waits for one that runs.
    /// </remarks>
    /// <param name="callback">Called with the status that <see cref="Wait()"/> gives, and with <paramref name="data"/>.</param>
    /// <param name="data">Anything.</param>
    public void SetCompletionCallback(Action<StatusCode, object?>? callback, object? data = null)
    {
        if (callback is not null)
            CompletionThread.Start();

        _callbackData = data;
        _callback = callback;
    }

    /// <summary>
    /// Starts an inference with the tensors as they are set, to be awaited. Cancelling the token cancels the native inference. Allocates
    /// nothing when each result is awaited before the next inference and the token cannot be cancelled.
    /// </summary>
    /// <returns>A task to be awaited once.</returns>
    /// <exception cref="OpenVinoException">The start was refused; or, when awaited, the inference failed.</exception>
    /// <exception cref="OperationCanceledException">When awaited: the inference was cancelled.</exception>
    public ValueTask InferAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled(cancellationToken);

        CompletionThread.Start();
        if (_awaiter is not { } awaiter || !awaiter.TryTake())
        {
            awaiter = new InferenceAwaiter(this);
            _ = awaiter.TryTake();
            _awaiter = awaiter;
        }

        ValueTask task = awaiter.Task;
        awaiter.Observe(cancellationToken);
        try
        {
            Start(awaiter);
        }
        catch
        {
            awaiter.Release();
            throw;
        }

        // A cancellation that came before the start found nothing to cancel.
        if (cancellationToken.IsCancellationRequested)
            TryCancel();

        return task;
    }

    /// <summary>Called by OpenVINO's callback.</summary>
    internal void Complete(long timestamp)
    {
        // Nobody can start the request before the count below moves, so what is owed is this inference's.
        bool owed = Volatile.Read(ref _delivery) == (int)Delivery.Owed;
        Volatile.Write(ref _latency, timestamp - _startTimestamp);
        ICompletionSink? sink = _sink;
        int slot = _slot;

        Interlocked.Increment(ref _completed);
        try
        {
            sink?.OnCompleted(slot, timestamp);
        }
        catch (Exception)
        {
            Interlocked.Increment(ref _sinkFailures);
        }

        if (owed)
            CompletionThread.Enqueue(this);

        ReleaseRootWhenIdle();
        RunningInferences.Leave();
        Interlocked.Increment(ref _returned);
    }

    /// <summary>Makes the call that the ended inference owes, unless another thread does or did.</summary>
    internal void Deliver()
    {
        if (Interlocked.CompareExchange(ref _delivery, (int)Delivery.Taken, (int)Delivery.Owed) != (int)Delivery.Owed)
            return;

        long sequence = _dueSequence;
        StatusCode status = NativeMethods.ov_infer_request_wait(_handle);
        Ended(status, sequence);
        string? error = LastError;
        Action<StatusCode, object?>? callback = _dueCallback;
        object? data = _dueData;
        InferenceAwaiter? awaiter = _dueAwaiter;
        ForgetDelivery();

        // From here on the request may be started again, also by the callback itself.
        try
        {
            callback?.Invoke(status, data);
        }
        catch (ObjectDisposedException) when (Volatile.Read(ref _disposed) != 0)
        {
            // The request is being disposed, and its callback tried to go on with it.
        }
        catch (Exception exception)
        {
            Report(exception);
        }

        awaiter?.Complete(status, error);
        lock (_deliveryGate)
        {
            _deliveredSequence = sequence;
            _deliveredStatus = status;
            Monitor.PulseAll(_deliveryGate);
        }
    }

    /// <summary>Cancels without complaint, whatever the state.</summary>
    internal void TryCancel()
    {
        if (Volatile.Read(ref _disposed) == 0)
            _ = NativeMethods.ov_infer_request_cancel(_handle);
    }

    private void OweDelivery(InferenceAwaiter? awaiter)
    {
        if (_callback is null && awaiter is null)
            return;

        _dueCallback = _callback;
        _dueData = _callbackData;
        _dueAwaiter = awaiter;
        Volatile.Write(ref _dueSequence, _started);
        Volatile.Write(ref _delivery, (int)Delivery.Owed);
    }

    private void ForgetDelivery()
    {
        _dueCallback = null;
        _dueData = null;
        _dueAwaiter = null;
        Volatile.Write(ref _delivery, (int)Delivery.None);
    }

    /// <summary>Whether that inference owes a call that has not returned yet.</summary>
    private bool DeliveryIsDue(long sequence)
    {
        if (Volatile.Read(ref _dueSequence) != sequence)
            return false;

        lock (_deliveryGate)
            return _deliveredSequence < sequence;
    }

    private StatusCode AwaitDelivery(long sequence, long milliseconds)
    {
        long start = Stopwatch.GetTimestamp();
        lock (_deliveryGate)
        {
            while (_deliveredSequence < sequence)
            {
                long left = milliseconds == Timeout.Infinite ? Timeout.Infinite : milliseconds - (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                if (milliseconds != Timeout.Infinite && left <= 0)
                    return StatusCode.RESULT_NOT_READY;

                Monitor.Wait(_deliveryGate, (int)Math.Min(left, int.MaxValue));
            }

            ThrowUnreported();
            return _deliveredStatus;
        }
    }

    /// <summary>Before the end of the request: the owed call is made, or is waited for when another thread makes it.</summary>
    private void FinishDelivery()
    {
        if (CompletionThread.IsCurrent || _handle.OwesCallback)
            Deliver();
        else if (DeliveryIsDue(Volatile.Read(ref _dueSequence)))
            _ = AwaitDelivery(_dueSequence, Timeout.Infinite);
    }

    private void Report(Exception exception)
    {
        try
        {
            if (CallbackFailed is { } handler)
            {
                handler(this, new CallbackFailedEventArgs(exception));
                return;
            }
        }
        catch (Exception second)
        {
            exception = new AggregateException(exception, second);
        }

        Volatile.Write(ref _unreported, exception);
    }

    private void ThrowUnreported()
    {
        if (Volatile.Read(ref _unreported) is not null && Interlocked.Exchange(ref _unreported, null) is { } exception)
            throw new CompletionCallbackException(exception);
    }

    /// <summary>
    /// Lets the garbage collector have the request again once it is idle. A start on another thread may come between the looks; this
    /// thread still holds the request then, and roots it again.
    /// </summary>
    private void ReleaseRootWhenIdle()
    {
        while (IsIdle())
        {
            _handle.Root = null;
            Interlocked.MemoryBarrier();
            if (IsIdle())
                return;

            _handle.Root = this;
            Interlocked.MemoryBarrier();
        }

        bool IsIdle() => Volatile.Read(ref _started) == Volatile.Read(ref _completed);
    }
}
