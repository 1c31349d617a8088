using System.Diagnostics;
using OpenVinoFlow.Native.Completion;
using OpenVinoFlow.Native.Interop;
using OpenVinoFlow.Native.Legacy;
using OpenVinoFlow.Native.States;

namespace OpenVinoFlow.Native;

/// <summary>
/// One inference at a time on a compiled model: set tensors, start, wait. Tensors, callbacks and starts belong to one thread at a time;
/// <see cref="Wait()"/>, <see cref="Cancel"/> and <see cref="Dispose"/> may be called from any thread at any time, except that a
/// <see cref="ICompletionSink"/> must not wait.
/// </summary>
public sealed unsafe partial class InferRequest : IDisposable
{
    private static readonly long _callbackPatience = 10 * Stopwatch.Frequency;

    private readonly CompiledModel _model;

    /// <summary>What is run: the model itself, or the same with other preprocessing. Both change only while no inference runs.</summary>
    private CompiledModel _active;
    private volatile InferRequestHandle _handle;

    /// <summary>Inferences started; one more than <see cref="_completed"/> while one is in flight. Moving it up claims the request.</summary>
    private long _started;

    /// <summary>Inferences whose completion callback has arrived: from then on the next may start.</summary>
    private long _completed;

    /// <summary>Inferences whose completion callback has done everything it does with this object.</summary>
    private long _returned;

    /// <summary>Value of <see cref="_started"/> for which the native wait has returned, which on newer releases can be before the callback.</summary>
    private long _waited;

    private volatile LastRun _lastRun;
    private StatusCode _inferStatus;
    private long _startTimestamp;
    private long _latency;
    private int _disposed;

    internal InferRequest(CompiledModel model)
    {
        _model = model;
        _active = model;
        _handle = model.CreateHandle(this);
        _inputs = new Tensor?[model.Inputs.Count];
        _outputs = new Tensor?[model.Outputs.Count];
        _inputBlobs = new Blob?[model.Inputs.Count];
        _outputBlobs = new Blob?[model.Outputs.Count];
        _plans = [.. model.Plans];
        _states = model.States is null ? null : new RequestStates(model.States);
        _stages = model.CreateStages();
        _batch = model.BatchLimit;
        if (_batch > 0)
            AllocateBatches();
    }

    private enum LastRun
    {
        None,
        Synchronous,
        Asynchronous,
    }

    /// <summary>The model this request was made from.</summary>
    public CompiledModel CompiledModel => _model;

    /// <summary>Text of the failure that the last <see cref="Wait()"/> or <see cref="Infer()"/> reported; null after a success.</summary>
    public string? LastError { get; private set; }

    /// <summary>
    /// Milliseconds of the last inference on a monotonic clock, from the start to the completion callback; 0 before the first. Includes
    /// the time it queued for a free stream.
    /// </summary>
    public double Latency => Volatile.Read(ref _latency) * 1000.0 / Stopwatch.Frequency;

    /// <summary>True from a start until its end is known, by the callback or by a wait.</summary>
    internal bool IsRunning =>
        Volatile.Read(ref _started) != Volatile.Read(ref _completed) && Volatile.Read(ref _waited) != Volatile.Read(ref _started);

    /// <summary>Starts an inference and returns. Allocates nothing.</summary>
    /// <exception cref="OpenVinoException">
    /// An inference is running or its callback has not been called yet (<see cref="StatusCode.REQUEST_BUSY"/>), or an input is missing or
    /// does not fit. Nothing was started then and no callback follows.
    /// </exception>
    public void StartAsync() => Start(awaiter: null);

    /// <summary>Runs an inference and returns when it is done. Calls no callback and no sink.</summary>
    /// <exception cref="OpenVinoException">The inference failed, or one is running (<see cref="StatusCode.REQUEST_BUSY"/>).</exception>
    public void Infer()
    {
        Claim();
        try
        {
            RunningInferences.Enter();
        }
        catch
        {
            Unclaim();
            throw;
        }

        try
        {
            Prepare();
            long start = Stopwatch.GetTimestamp();
            StatusCode status = NativeMethods.ov_infer_request_infer(_handle);
            Volatile.Write(ref _latency, Stopwatch.GetTimestamp() - start);
            _lastRun = LastRun.Synchronous;
            _inferStatus = status;
            _states?.Settle(_handle, status);
            LastError = status == StatusCode.OK ? null : Status.Describe(status);
            if (status != StatusCode.OK)
                throw new OpenVinoException(status, $"The inference failed: {LastError} [{status}]");
        }
        finally
        {
            RunningInferences.Leave();
            Interlocked.Increment(ref _completed);
            Interlocked.Increment(ref _returned);
        }
    }

    /// <summary>
    /// Waits for the running inference to end and tells how: <see cref="StatusCode.OK"/>, <see cref="StatusCode.INFER_CANCELLED"/>, a
    /// failure (see <see cref="LastError"/>), or <see cref="StatusCode.INFER_NOT_STARTED"/> when none was ever started. Asked again, it
    /// gives the same answer. With a completion callback set, the end is when that callback has returned, except when asked on the thread
    /// that runs callbacks. Whether a completion sink has already been called is not implied either way.
    /// </summary>
    /// <exception cref="CompletionCallbackException">
    /// The completion callback threw, and <see cref="CallbackFailed"/> has no handler to be told. Thrown once.
    /// </exception>
    /// <exception cref="InvalidOperationException">Called from inside a completion sink, where the wait would never end.</exception>
    public StatusCode Wait() => Wait(Timeout.Infinite);

    /// <summary>
    /// <see cref="Wait()"/> with the legacy timeout: -1 waits until the end, 0 looks without waiting, anything above waits that many
    /// milliseconds; <see cref="StatusCode.RESULT_NOT_READY"/> when the inference has not ended by then.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="milliseconds"/> is below -1.</exception>
    /// <exception cref="CompletionCallbackException">
    /// The completion callback threw, and <see cref="CallbackFailed"/> has no handler to be told. Thrown once.
    /// </exception>
    /// <exception cref="InvalidOperationException">Called from inside a completion sink, where the wait would never end.</exception>
    public StatusCode Wait(long milliseconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(milliseconds, -1);
        if (CompletionCallback.IsCurrent)
            throw new InvalidOperationException("A completion sink runs on the thread that finishes inferences: waiting there would never end. Wait on another thread.");

        if (_lastRun != LastRun.Asynchronous)
            return _lastRun == LastRun.None ? StatusCode.INFER_NOT_STARTED : _inferStatus;

        long sequence = Volatile.Read(ref _started);
        if (DeliveryIsDue(sequence) && !CompletionThread.IsCurrent)
            return AwaitDelivery(sequence, milliseconds);

        StatusCode status = milliseconds == Timeout.Infinite
            ? NativeMethods.ov_infer_request_wait(_handle)
            : NativeMethods.ov_infer_request_wait_for(_handle, milliseconds);

        if (status == StatusCode.RESULT_NOT_READY)
            return status;

        Ended(status, sequence);
        ThrowUnreported();
        return status;
    }

    /// <summary>
    /// Asks the running inference to stop; it then ends with <see cref="StatusCode.INFER_CANCELLED"/>, or with success when it was faster.
    /// Without a running inference nothing happens.
    /// </summary>
    public void Cancel() => Status.Check(NativeMethods.ov_infer_request_cancel(_handle), "cancel an inference");

    /// <summary>Times of the graph's nodes in execution order, of the stream that ran the last inference.</summary>
    /// <exception cref="InvalidOperationException">The model was compiled without <c>PERF_COUNT=YES</c>.</exception>
    /// <exception cref="OpenVinoException">An inference is running (<see cref="StatusCode.REQUEST_BUSY"/>).</exception>
    public IReadOnlyList<ProfiledLayer> GetProfilingInfo()
    {
        if (!_model.IsProfiled)
            throw new InvalidOperationException("The model was compiled without profiling: set PERF_COUNT=YES in the properties when it is compiled.");

        Status.Check(NativeMethods.ov_infer_request_get_profiling_info(_handle, out ProfilingInfoList list), "read the profile");
        try
        {
            var layers = new ProfiledLayer[(int)list.Count];
            for (int i = 0; i < layers.Length; i++)
            {
                ProfilingInfo info = list.Items[i];
                layers[i] = new ProfiledLayer(NativeText.Read(info.NodeName), NativeText.Read(info.NodeType), NativeText.Read(info.ExecType), info.Status, info.RealTime, info.CpuTime);
            }

            return layers;
        }
        finally
        {
            NativeMethods.ov_profiling_info_list_free(&list);
        }
    }

    /// <summary>
    /// Ends the request: cancels a running inference, waits until it is over and its callback has returned, and frees it; after that no
    /// callback runs. Called from inside a completion sink, where waiting is impossible, it does so on another thread.
    /// </summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;

        if (CompletionCallback.IsCurrent)
            ThreadPool.UnsafeQueueUserWorkItem(static request => request.Close(), this, preferLocal: false);
        else
            Close();
    }

    private void Start(InferenceAwaiter? awaiter)
    {
        Claim();
        LastRun previousRun = _lastRun;
        bool entered = false;
        try
        {
            RunningInferences.Enter();
            entered = true;
            Prepare();
            _handle.Root = this;
            OweDelivery(awaiter);
            _lastRun = LastRun.Asynchronous;
            _startTimestamp = Stopwatch.GetTimestamp();
            Status.Check(NativeMethods.ov_infer_request_start_async(_handle), "start an inference");
        }
        catch
        {
            _lastRun = previousRun;
            _dueSequence = 0;
            ForgetDelivery();
            if (entered)
                RunningInferences.Leave();

            Unclaim();
            throw;
        }
    }

    /// <summary>
    /// Takes the request for one inference. Newer releases let the native wait return before the callback, which is then a moment away:
    /// that moment is waited for, so that each inference is counted with its own callback.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The request is disposed.</exception>
    /// <exception cref="OpenVinoException">An inference is running, or its callback is still to be called.</exception>
    private void Claim()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        long completed = Volatile.Read(ref _completed);
        if (Interlocked.CompareExchange(ref _started, completed + 1, completed) != completed)
        {
            if (Volatile.Read(ref _waited) != Volatile.Read(ref _started) || CompletionCallback.IsCurrent || !Reaches(ref _completed))
                throw Busy("it is running an inference");

            completed = Volatile.Read(ref _completed);
            if (Interlocked.CompareExchange(ref _started, completed + 1, completed) != completed)
                throw Busy("another thread has just started an inference");
        }

        if (Volatile.Read(ref _disposed) == 0 && !DeliveryIsPending)
            return;

        Unclaim();
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        throw Busy("the completion callback of the last one has not been called yet");
    }

    private void Unclaim()
    {
        Interlocked.Decrement(ref _started);
        ReleaseRootWhenIdle();
    }

    private static OpenVinoException Busy(string reason) =>
        new(StatusCode.REQUEST_BUSY, $"The request is busy: {reason}. [REQUEST_BUSY]");

    private void Ended(StatusCode status, long sequence)
    {
        LastError = status == StatusCode.OK ? null : Status.DescribeInference(_handle, status);

        // When the callback is still to come, its moment is this one as far as anybody can tell; it corrects the figure.
        if (Volatile.Read(ref _completed) < sequence)
            Volatile.Write(ref _latency, Stopwatch.GetTimestamp() - _startTimestamp);

        Volatile.Write(ref _waited, sequence);
    }

    /// <summary>Waits until a counter has caught up with the inferences started; false when a device seems to have lost a callback.</summary>
    private bool Reaches(ref long counter)
    {
        long limit = Stopwatch.GetTimestamp() + _callbackPatience;
        SpinWait spinner = default;
        while (Volatile.Read(ref counter) != Volatile.Read(ref _started))
        {
            if (Stopwatch.GetTimestamp() > limit)
                return false;

            spinner.SpinOnce();
        }

        return true;
    }

    private void Close()
    {
        if (Volatile.Read(ref _returned) != Volatile.Read(ref _started))
        {
            _ = NativeMethods.ov_infer_request_cancel(_handle);
            _ = NativeMethods.ov_infer_request_wait(_handle);
            _handle.OwesCallback = !Reaches(ref _returned);
        }

        FinishDelivery();
        _handle.Dispose();
        CloseTensors();
    }
}
