using Microsoft.ML.OnnxRuntime;
using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.OnnxRuntime;

/// <summary>
/// One infer request, run by one of the model's streams. ONNX Runtime's own RunAsync is not used: it calls back on a pool thread and has
/// crashed in production (onnxruntime issues 19140 and 29633).
/// </summary>
internal sealed class OnnxSlot(int index, InferenceSession session, OnnxStreams streams, CompletionChannel completions) : IInferSlot
{
    private readonly RunOptions _runOptions = new();
    private readonly object _gate = new();
    private OnnxBuffers? _buffers;
    private InferOutcome _outcome;
    private bool _queued;
    private bool _cancelled;
    private bool _disposed;

    public void Start(InferBuffers buffers)
    {
        Begin(queued: true);
        _buffers = (OnnxBuffers)buffers;
        try
        {
            streams.Enqueue(this);
        }
        catch
        {
            End();
            throw;
        }
    }

    public InferOutcome Wait() => _outcome;

    public InferOutcome Run(InferBuffers buffers)
    {
        Begin(queued: false);
        return Run((OnnxBuffers)buffers);
    }

    public void Cancel()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _cancelled = true;
            _runOptions.Terminate = true;
        }
    }

    /// <summary>Waits for an inference that is queued or runs.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;

            while (_queued)
                Monitor.Wait(_gate);
            _disposed = true;
            _runOptions.Dispose();
        }
    }

    /// <summary>Called by a stream: runs what was started, to its end.</summary>
    internal void RunQueued()
    {
        _outcome = Run(_buffers!);
        End();
        completions.Post(index);
    }

    private void Begin(bool queued)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _cancelled = false;
            _runOptions.Terminate = false;
            _queued = queued;
        }
    }

    private void End()
    {
        lock (_gate)
        {
            _queued = false;
            Monitor.PulseAll(_gate);
        }
    }

    private InferOutcome Run(OnnxBuffers buffers)
    {
        try
        {
            buffers.Run(session, _runOptions);
            return InferOutcome.Done;
        }
        catch (Exception error)
        {
            return new InferOutcome(_cancelled ? InferStatus.Cancelled : InferStatus.Failed, error.Message);
        }
    }
}
