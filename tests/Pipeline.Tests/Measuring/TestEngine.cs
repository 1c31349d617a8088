using System.Collections.Concurrent;
using System.Diagnostics;
using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.Pipeline.Tests.Measuring;

/// <summary>A network whose inferences take as long as a test says, one thread a request.</summary>
internal sealed class TestModel(Func<int, TimeSpan> duration) : ICompiledModel
{
    private int _inferences;

    public InputFormat Input { get; } = new(DataType.U8, ImageLayout.Nhwc, 3, 4, 4, NormalizeOnHost: false);

    public int Batch { get; init; } = 1;

    public IReadOnlyList<TensorDescription> Outputs => [new("output", DataType.F32, [Batch, 4])];

    public int OptimalRequests => 2;

    public IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>();

    /// <summary>Inferences begun.</summary>
    public int Inferences => Volatile.Read(ref _inferences);

    /// <summary>The inference that fails, counted from 0.</summary>
    public int FailsAt { get; init; } = -1;

    public InferBuffers CreateBuffers() => new(Input, Batch, [.. Outputs.Select(output => new OutputBuffer(output))]);

    public IInferSlot CreateSlot(int index, CompletionChannel completions) => new Slot(this, index, completions);

    public IReadOnlyList<LayerTime> ReadLayerTimes(IReadOnlyList<IInferSlot> slots) => [];

    public void Dispose()
    {
    }

    private InferOutcome Infer()
    {
        int number = Interlocked.Increment(ref _inferences) - 1;
        long start = Stopwatch.GetTimestamp();
        TimeSpan time = duration(number);
        while (Stopwatch.GetElapsedTime(start) < time)
            Thread.Sleep(1);
        return number == FailsAt ? new InferOutcome(InferStatus.Failed, "injected") : InferOutcome.Done;
    }

    private sealed class Slot : IInferSlot
    {
        private readonly TestModel _model;
        private readonly BlockingCollection<bool> _work = [];
        private readonly Thread _thread;
        private InferOutcome _outcome;

        public Slot(TestModel model, int index, CompletionChannel completions)
        {
            _model = model;
            _thread = new Thread(() =>
            {
                foreach (bool _ in _work.GetConsumingEnumerable())
                {
                    _outcome = model.Infer();
                    completions.Post(index);
                }
            })
            { IsBackground = true };
            _thread.Start();
        }

        public void Start(InferBuffers buffers) => _work.Add(true);

        public InferOutcome Wait() => _outcome;

        public InferOutcome Run(InferBuffers buffers) => _model.Infer();

        public void Cancel()
        {
        }

        public void Dispose()
        {
            _work.CompleteAdding();
            _thread.Join();
            _work.Dispose();
        }
    }
}
