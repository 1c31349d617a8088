using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OpenVinoFlow.Native.Interop;

namespace OpenVinoFlow.Native;

/// <summary>
/// One inference at a time on a compiled model: set tensors, start, wait. Tensors, callbacks and starts belong to one thread at a time;
/// <see cref="Wait()"/>, <see cref="Cancel"/> and <see cref="Dispose"/> may be called from any thread at any time.
/// </summary>
public sealed unsafe partial class InferRequest : IDisposable
{
    private static readonly TimeSpan _callbackPatience = TimeSpan.FromSeconds(10);

    /// <summary>Depth of completion callbacks the current thread is in: freeing a request there would wait for itself.</summary>
    [ThreadStatic]
    private static int _nativeCallbacks;

    private readonly CompiledModel _model;
    private readonly Tensor?[] _inputs;
    private readonly Tensor?[] _outputs;
    private readonly InferRequestHandle _handle;

    private ICompletionSink? _sink;
    private int _slot;
    private long _sinkFailures;

    /// <summary>Asynchronous inferences started; equal to <see cref="_completed"/> when none is in flight.</summary>
    private int _started;

    /// <summary>Completion callbacks that arrived.</summary>
    private int _completed;

    /// <summary>Value of <see cref="_started"/> for which the native wait has returned, which on newer releases can be before the callback.</summary>
    private int _waited;

    private LastRun _lastRun;
    private StatusCode _inferStatus;
    private long _startTimestamp;
    private long _endTimestamp;
    private int _disposed;

    internal InferRequest(CompiledModel model, nint request)
    {
        _model = model;
        _inputs = new Tensor?[model.Inputs.Count];
        _outputs = new Tensor?[model.Outputs.Count];
        _handle = new InferRequestHandle(request, this);
    }

    private enum LastRun
    {
        None,
        Synchronous,
        Asynchronous,
    }

    /// <summary>The model this request runs.</summary>
    public CompiledModel CompiledModel => _model;

    /// <summary>Text of the failure that the last <see cref="Wait()"/> reported; null after a success.</summary>
    public string? LastError { get; private set; }

    /// <summary>
    /// Milliseconds of the last inference on a monotonic clock, from the start to the completion callback; 0 before the first. Includes
    /// the time it queued for a free stream.
    /// </summary>
    public double Latency => Stopwatch.GetElapsedTime(Volatile.Read(ref _startTimestamp), Volatile.Read(ref _endTimestamp)).TotalMilliseconds;

    /// <summary>Exceptions that the completion sink threw, which it must not.</summary>
    public long SinkFailures => Interlocked.Read(ref _sinkFailures);

    /// <summary>
    /// Makes the tensor an input of the next inferences, without a copy. The tensor object may be disposed afterwards, the caller's own
    /// memory behind it may not.
    /// </summary>
    /// <exception cref="OpenVinoException">The type or shape does not fit, or an inference is running (<see cref="StatusCode.REQUEST_BUSY"/>).</exception>
    public void SetInputTensor(int index, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        StatusCode status = NativeMethods.ov_infer_request_set_input_tensor_by_index(_handle, (nuint)_model.Inputs[index].NativeIndex, tensor.Handle);
        if (status != StatusCode.OK)
            Status.Check(status, "set an input tensor", $"{tensor} for {_model.Inputs[index]}");

        _inputs[index] = tensor;
    }

    /// <summary>Makes the next inferences write an output into the tensor, without a copy. The caller's own memory behind it must stay.</summary>
    /// <exception cref="OpenVinoException">The type or shape does not fit, or an inference is running (<see cref="StatusCode.REQUEST_BUSY"/>).</exception>
    public void SetOutputTensor(int index, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        StatusCode status = NativeMethods.ov_infer_request_set_output_tensor_by_index(_handle, (nuint)_model.Outputs[index].NativeIndex, tensor.Handle);
        if (status != StatusCode.OK)
            Status.Check(status, "set an output tensor", $"{tensor} for {_model.Outputs[index]}");

        _outputs[index] = tensor;
    }

    /// <summary>The tensor an input is read from: the one set, or the request's own. The caller disposes the result.</summary>
    /// <exception cref="OpenVinoException">An inference is running (<see cref="StatusCode.REQUEST_BUSY"/>).</exception>
    public Tensor GetInputTensor(int index)
    {
        StatusCode status = NativeMethods.ov_infer_request_get_input_tensor_by_index(_handle, (nuint)_model.Inputs[index].NativeIndex, out TensorHandle tensor);
        Status.Check(status, "read an input tensor");
        return Tensor.Adopt(tensor);
    }

    /// <summary>
    /// The tensor an output was written to: the one set, or the request's own, whose content the next inference overwrites. The caller
    /// disposes the result.
    /// </summary>
    /// <exception cref="OpenVinoException">An inference is running (<see cref="StatusCode.REQUEST_BUSY"/>).</exception>
    public Tensor GetOutputTensor(int index)
    {
        StatusCode status = NativeMethods.ov_infer_request_get_output_tensor_by_index(_handle, (nuint)_model.Outputs[index].NativeIndex, out TensorHandle tensor);
        Status.Check(status, "read an output tensor");
        return Tensor.Adopt(tensor);
    }

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

    /// <summary>Starts an inference and returns. Allocates nothing.</summary>
    /// <exception cref="OpenVinoException">
    /// An inference is running (<see cref="StatusCode.REQUEST_BUSY"/>), or an input is missing or does not fit. Nothing was started then
    /// and no callback follows.
    /// </exception>
    public void StartAsync()
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        AwaitOwedCallback();
        RunningInferences.Enter();

        long previousStart = _startTimestamp;
        LastRun previousRun = _lastRun;
        _handle.Root = this;
        Interlocked.Increment(ref _started);
        _lastRun = LastRun.Asynchronous;
        Volatile.Write(ref _startTimestamp, Stopwatch.GetTimestamp());

        StatusCode status = NativeMethods.ov_infer_request_start_async(_handle);
        if (status == StatusCode.OK)
            return;

        _startTimestamp = previousStart;
        _lastRun = previousRun;
        Interlocked.Decrement(ref _started);
        RunningInferences.Leave();
        ReleaseRootWhenIdle();
        Status.Check(status, "start an inference");
    }

    /// <summary>Runs an inference on the calling thread's time. Calls no callback and no sink.</summary>
    /// <exception cref="OpenVinoException">The inference failed, or one is running (<see cref="StatusCode.REQUEST_BUSY"/>).</exception>
    public void Infer()
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        AwaitOwedCallback();

        // With one stream on one thread the CPU plugin runs a synchronous inference without taking the busy state.
        if (Volatile.Read(ref _started) != Volatile.Read(ref _completed))
            throw new OpenVinoException(StatusCode.REQUEST_BUSY, "OpenVINO could not run an inference: the request is running one already. [REQUEST_BUSY]");

        RunningInferences.Enter();
        try
        {
            long start = Stopwatch.GetTimestamp();
            StatusCode status = NativeMethods.ov_infer_request_infer(_handle);
            Volatile.Write(ref _endTimestamp, Stopwatch.GetTimestamp());
            Volatile.Write(ref _startTimestamp, start);
            _lastRun = LastRun.Synchronous;
            _inferStatus = status;
            LastError = status == StatusCode.OK ? null : Status.Describe(status);
            if (status != StatusCode.OK)
                throw new OpenVinoException(status, $"The inference failed: {LastError} [{status}]");
        }
        finally
        {
            RunningInferences.Leave();
        }
    }

    /// <summary>
    /// Waits for the running inference to end and tells how: <see cref="StatusCode.OK"/>, <see cref="StatusCode.INFER_CANCELLED"/>, a
    /// failure (see <see cref="LastError"/>), or <see cref="StatusCode.INFER_NOT_STARTED"/> when none was ever started. Asked again, it
    /// gives the same answer. Whether the completion sink has already been called is not implied either way.
    /// </summary>
    public StatusCode Wait()
    {
        if (_lastRun != LastRun.Asynchronous)
            return StatusOfSynchronousRun();

        int started = Volatile.Read(ref _started);
        return Ended(NativeMethods.ov_infer_request_wait(_handle), started);
    }

    /// <summary>
    /// <see cref="Wait()"/> with the legacy timeout: -1 waits until the end, 0 looks without waiting, anything above waits that many
    /// milliseconds; <see cref="StatusCode.RESULT_NOT_READY"/> when the inference has not ended by then.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="milliseconds"/> is below -1.</exception>
    public StatusCode Wait(long milliseconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(milliseconds, -1);
        if (milliseconds == -1)
            return Wait();

        if (_lastRun != LastRun.Asynchronous)
            return StatusOfSynchronousRun();

        int started = Volatile.Read(ref _started);
        StatusCode status = NativeMethods.ov_infer_request_wait_for(_handle, milliseconds);
        return status == StatusCode.RESULT_NOT_READY ? status : Ended(status, started);
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
    /// Ends the request: cancels a running inference, waits until it and its callback are over, and frees it. Called from inside a
    /// completion sink, where waiting is impossible, it does so on another thread.
    /// </summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;

        if (_nativeCallbacks > 0)
            ThreadPool.UnsafeQueueUserWorkItem(static request => request.Close(), this, preferLocal: false);
        else
            Close();
    }

    /// <summary>The completion callback of every request. Nothing managed may leave it but a normal return.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static void OnNativeCompletion(void* argument)
    {
        long timestamp = Stopwatch.GetTimestamp();
        if (InferRequestHandle.Resolve(argument) is not { } request)
            return;

        _nativeCallbacks++;
        request.Complete(timestamp);
        _nativeCallbacks--;
    }

    private void Complete(long timestamp)
    {
        Volatile.Write(ref _endTimestamp, timestamp);
        ICompletionSink? sink = _sink;
        int slot = _slot;

        // From here on the request may be started again, also by the sink itself.
        Interlocked.Increment(ref _completed);
        try
        {
            sink?.OnCompleted(slot, timestamp);
        }
        catch (Exception)
        {
            Interlocked.Increment(ref _sinkFailures);
        }

        ReleaseRootWhenIdle();
        RunningInferences.Leave();
    }

    /// <summary>
    /// Lets the garbage collector have the request again. A start on another thread may come between the two looks; this thread still
    /// holds the request then, and roots it again.
    /// </summary>
    private void ReleaseRootWhenIdle()
    {
        if (Volatile.Read(ref _started) != Volatile.Read(ref _completed))
            return;

        _handle.Root = null;
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _started) != Volatile.Read(ref _completed))
            _handle.Root = this;
    }

    private StatusCode StatusOfSynchronousRun() => _lastRun == LastRun.None ? StatusCode.INFER_NOT_STARTED : _inferStatus;

    private StatusCode Ended(StatusCode status, int started)
    {
        LastError = status == StatusCode.OK ? null : Status.DescribeInference(_handle, status);
        Volatile.Write(ref _waited, started);
        return status;
    }

    /// <summary>
    /// Newer releases let the native wait return before the callback: the inference is over, its callback a moment away. The next
    /// inference begins after that callback, so that each is counted with its own.
    /// </summary>
    private void AwaitOwedCallback()
    {
        if (Volatile.Read(ref _waited) == _started && _nativeCallbacks == 0)
            _ = CallbackArrived();
    }

    private bool CallbackArrived()
    {
        long limit = Stopwatch.GetTimestamp() + (long)(_callbackPatience.TotalSeconds * Stopwatch.Frequency);
        SpinWait spinner = default;
        while (Volatile.Read(ref _completed) != Volatile.Read(ref _started))
        {
            if (Stopwatch.GetTimestamp() > limit)
                return false;

            spinner.SpinOnce();
        }

        return true;
    }

    private void Close()
    {
        if (Volatile.Read(ref _started) != Volatile.Read(ref _completed))
        {
            _ = NativeMethods.ov_infer_request_cancel(_handle);
            _ = NativeMethods.ov_infer_request_wait(_handle);
            _handle.OwesCallback = !CallbackArrived();
        }

        _handle.Dispose();
    }
}
