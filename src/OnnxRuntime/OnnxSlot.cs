using Microsoft.ML.OnnxRuntime;
using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.OnnxRuntime;

/// <summary>
/// One infer request: a thread that runs what it is given. ONNX Runtime's own RunAsync is not used: it calls back on a pool thread and has
/// crashed in production (onnxruntime issues 19140 and 29633).
/// </summary>
internal sealed class OnnxSlot : IInferSlot
{
    private readonly int _index;
    private readonly InferenceSession _session;
    private readonly CompletionChannel _completions;
    private readonly RunOptions _runOptions = new();
    private readonly SemaphoreSlim _work = new(0);
    private readonly Lock _cancelGate = new();
    private readonly Thread _thread;
    private OnnxBuffers? _buffers;
    private InferOutcome _outcome;
    private bool _cancelled;
    private volatile bool _disposed;

    public OnnxSlot(int index, InferenceSession session, CompletionChannel completions)
    {
        _index = index;
        _session = session;
        _completions = completions;
        _thread = new Thread(Work) { Name = $"ovflow-infer-{index}", IsBackground = true };
        _thread.Start();
    }

    public void Start(InferBuffers buffers)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        lock (_cancelGate)
        {
            _cancelled = false;
            _runOptions.Terminate = false;
        }

        _buffers = (OnnxBuffers)buffers;
        _work.Release();
    }

    public InferOutcome Wait() => _outcome;

    public InferOutcome Run(InferBuffers buffers)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        lock (_cancelGate)
        {
            _cancelled = false;
            _runOptions.Terminate = false;
        }

        return Run((OnnxBuffers)buffers);
    }

    public void Cancel()
    {
        lock (_cancelGate)
        {
            if (_disposed)
                return;
            _cancelled = true;
            _runOptions.Terminate = true;
        }
    }

    public void Dispose()
    {
        if (_disposed)
            return;

        _disposed = true;
        _work.Release();
        _thread.Join();
        lock (_cancelGate)
            _runOptions.Dispose();
        _work.Dispose();
    }

    private void Work()
    {
        while (true)
        {
            _work.Wait();
            if (_disposed)
                return;

            _outcome = Run(_buffers!);
            _completions.Post(_index);
        }
    }

    private InferOutcome Run(OnnxBuffers buffers)
    {
        try
        {
            buffers.Run(_session, _runOptions);
            return InferOutcome.Done;
        }
        catch (Exception error)
        {
            return new InferOutcome(_cancelled ? InferStatus.Cancelled : InferStatus.Failed, error.Message);
        }
    }
}
