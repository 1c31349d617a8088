using System.Collections.Concurrent;
using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.Pipeline.Tests.Faults;

/// <summary>
/// An engine whose inferences end on threads of its own, late, out of order, failed or not at all started, as a plan says. Its one output holds
/// the first byte of each image, so that results can be told apart.
/// </summary>
internal sealed class FaultyEngine(FaultPlan plan) : IInferenceEngine
{
    public const int Size = 4;

    public string Name => "null";

    public string Version => "faulty";

    public ModelDescription Describe(string modelPath) => new(
        "faulty",
        [new TensorDescription("input", DataType.U8, [-1, Size, Size, -1])],
        [new TensorDescription("output", DataType.F32, [-1, 1])]);

    public ICompiledModel Compile(CompileSpec spec) => new Compiled(plan, spec);

    public void Dispose()
    {
    }

    private sealed class Compiled(FaultPlan plan, CompileSpec spec) : ICompiledModel
    {
        public InputFormat Input { get; } = new(DataType.U8, ImageLayout.Nhwc, 3, Size, Size, NormalizeOnHost: false);

        public int Batch => spec.Batch;

        public IReadOnlyList<TensorDescription> Outputs { get; } = [new("output", DataType.F32, [spec.Batch, 1])];

        public int OptimalRequests => 2;

        public IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>();

        public InferBuffers CreateBuffers() => new(Input, Batch, [.. Outputs.Select(output => new OutputBuffer(output))]);

        public IInferSlot CreateSlot(int index, CompletionChannel completions) => new Slot(plan, index, completions);

        public IReadOnlyList<LayerTime> ReadLayerTimes(IReadOnlyList<IInferSlot> slots) => [];

        public void Dispose()
        {
        }
    }

    private sealed class Slot : IInferSlot
    {
        private readonly FaultPlan _plan;
        private readonly int _index;
        private readonly CompletionChannel _completions;
        private readonly BlockingCollection<InferBuffers> _work = [];
        private readonly Thread _thread;
        private InferOutcome _outcome;
        private int _running;
        private volatile bool _cancelled;

        public Slot(FaultPlan plan, int index, CompletionChannel completions)
        {
            _plan = plan;
            _index = index;
            _completions = completions;
            _thread = new Thread(Run) { IsBackground = true };
            _thread.Start();
        }

        public void Start(InferBuffers buffers)
        {
            if (_plan.Chance(_plan.StartFails))
                throw new InferenceException("injected: cannot start");
            if (Interlocked.Exchange(ref _running, 1) != 0)
                throw new InvalidOperationException("started while running");

            _cancelled = false;
            _work.Add(buffers);
        }

        public InferOutcome Wait()
        {
            if (Volatile.Read(ref _running) != 0)
                throw new InvalidOperationException("waited for before it completed");
            return _plan.Chance(_plan.WaitThrows) ? throw new InvalidOperationException("injected: wait throws") : _outcome;
        }

        public InferOutcome Run(InferBuffers buffers) => throw new NotSupportedException();

        public void Cancel() => _cancelled = true;

        public void Dispose()
        {
            _work.CompleteAdding();
            _thread.Join();
            _work.Dispose();
        }

        private void WaitForCancellation()
        {
            while (!_cancelled)
                Thread.Sleep(1);
        }

        private void Run()
        {
            foreach (InferBuffers buffers in _work.GetConsumingEnumerable())
            {
                if (_plan.Chance(_plan.InferSlow))
                    Thread.Sleep(_plan.Pause());
                if (_plan.Chance(_plan.InferStuck))
                    WaitForCancellation();
                if (_plan.Chance(_plan.InferHangs))
                    Thread.Sleep(TimeSpan.FromMilliseconds(200));

                for (int place = 0; place < buffers.Batch; place++)
                    BitConverter.TryWriteBytes(buffers.Outputs[0].Memory.Slice(4 * place, 4), (float)buffers.Place(place)[0]);

                _outcome = _cancelled ? new InferOutcome(InferStatus.Cancelled)
                    : _plan.Chance(_plan.InferFails) ? new InferOutcome(InferStatus.Failed, "injected: inference failed")
                    : InferOutcome.Done;
                Volatile.Write(ref _running, 0);
                _completions.Post(_index);
            }
        }
    }
}
