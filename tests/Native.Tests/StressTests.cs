using System.Threading.Channels;
using OpenVinoFlow.Native.Tests.Support;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Native.Tests;

/// <summary>Everything at once, at random, while the garbage collector moves the heap.</summary>
public sealed class StressTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Eight_requests_whose_callbacks_restart_wait_throw_replace_and_cancel_at_random()
    {
        const int Total = 100_000;
        using CompiledModel compiled = TestCore.Compile(TinyModels.Affine(_folder), ("NUM_STREAMS", "2"));
        var run = new RandomRun(compiled, 8, Total);
        using var compaction = new Compaction();
        run.Execute();
        compaction.Dispose();

        TestContext.Current.SendDiagnosticMessage($"{run}, {compaction.Count} compacting collections");
        Assert.True(compaction.Count > 10, $"{compaction.Count} compacting collections");
        Assert.Equal(Total, run.Started);
        Assert.Equal(Total, run.Called);
        Assert.Equal(run.Thrown, run.Reported);
        Assert.Equal(0, run.Unexpected);
        Assert.True(run.Cancelled > 0 && run.Thrown > 0 && run.Replaced > 0 && run.Restarted > 0, run.ToString());
    }

    [Fact]
    public void Eight_requests_with_a_channel_between_sink_and_reader()
    {
        const int Total = 100_000;
        using CompiledModel compiled = TestCore.Compile(TinyModels.Affine(_folder), ("NUM_STREAMS", "2"));
        InferRequest[] requests = [.. Enumerable.Range(0, 8).Select(_ => compiled.CreateInferRequest())];
        Tensor[] inputs = [.. requests.Select(static _ => new Tensor(ElementType.F32, [1, 4]))];
        Tensor[] outputs = [.. requests.Select(static _ => new Tensor(ElementType.F32, [1, 4]))];
        var sink = new ChannelSink();
        float[] expected = new float[requests.Length];
        for (int slot = 0; slot < requests.Length; slot++)
        {
            requests[slot].SetCompletionSink(sink, slot);
            requests[slot].SetOutputTensor(0, outputs[slot]);
        }

        using (new Compaction())
        {
            int started = 0;
            for (; started < requests.Length; started++)
                Start(started, started);

            for (int done = 0; done < Total; done++)
            {
                int slot = sink.Next();
                Assert.Equal(StatusCode.OK, requests[slot].Wait());
                Assert.Equal(expected[slot], outputs[slot].AsSpan<float>()[3]);
                if (started < Total)
                    Start(slot, started++);
            }
        }

        Assert.Equal(Total, sink.Count);
        Assert.All(requests, static request => Assert.Equal(0, request.SinkFailures));
        foreach (IDisposable disposable in requests.Cast<IDisposable>().Concat(inputs).Concat(outputs))
            disposable.Dispose();

        void Start(int slot, int number)
        {
            inputs[slot].AsSpan<float>().Fill(number);
            expected[slot] = 2f * number + 1;
            requests[slot].SetInputTensor(0, inputs[slot]);
            requests[slot].StartAsync();
        }
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Forces compacting collections, and garbage to be compacted, until disposed.</summary>
    private sealed class Compaction : IDisposable
    {
        private readonly Thread _thread;
        private volatile bool _stop;

        /// <summary>Collections forced so far.</summary>
        public int Count { get; private set; }

        public Compaction()
        {
            _thread = new Thread(() =>
            {
                object[] garbage = new object[1000];
                for (int i = 0; !_stop; i++)
                {
                    garbage[i % garbage.Length] = new byte[100 + i % 5000];
                    if (i % 200 != 0)
                        continue;

                    GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
                    Count++;

                    // Without a pause it would take a core, of which there may be two, from what it is to disturb.
                    Thread.Sleep(1);
                }
            });
            _thread.Start();
        }

        public void Dispose()
        {
            _stop = true;
            _thread.Join();
        }
    }

    private sealed class ChannelSink : ICompletionSink
    {
        private readonly Channel<int> _slots = Channel.CreateUnbounded<int>();
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public void OnCompleted(int slot, long timestamp)
        {
            Interlocked.Increment(ref _count);
            _slots.Writer.TryWrite(slot);
        }

        public int Next()
        {
            int slot;
            while (!_slots.Reader.TryRead(out slot))
                Assert.True(_slots.Reader.WaitToReadAsync().AsTask().Wait(TimeSpan.FromMinutes(1)), "no completion for a minute");

            return slot;
        }
    }

    /// <summary>
    /// Every callback does something at random; requests that it does not restart itself go to the main thread, which does. Counts what
    /// happens.
    /// </summary>
    private sealed class RandomRun
    {
        private readonly InferRequest[] _requests;
        private readonly Channel<InferRequest> _idle = Channel.CreateUnbounded<InferRequest>();
        private readonly int _total;
        private readonly Random _random = new(12345);
        private int _started;
        private int _called;
        private int _reported;

        public RandomRun(CompiledModel compiled, int count, int total)
        {
            _total = total;
            _requests = [.. Enumerable.Range(0, count).Select(_ => compiled.CreateInferRequest())];
            foreach (InferRequest request in _requests)
            {
                request.CallbackFailed += (_, _) => Interlocked.Increment(ref _reported);
                request.SetCompletionCallback(First, request);
                _idle.Writer.TryWrite(request);
            }
        }

        public int Started => _started;

        public int Called => Volatile.Read(ref _called);

        public int Reported => Volatile.Read(ref _reported);

        public int Thrown { get; private set; }

        public int Replaced { get; private set; }

        public int Restarted { get; private set; }

        public int Cancelled { get; private set; }

        public int Unexpected { get; private set; }

        public void Execute()
        {
            var random = new Random(54321);
            long limit = Environment.TickCount64 + 600_000;
            while (Called < _total)
            {
                Assert.True(Environment.TickCount64 < limit, $"stuck: {this}");
                if (_idle.Reader.TryRead(out InferRequest? request))
                {
                    if (TryStart(request) && random.Next(4) == 0)
                        request.Wait(random.Next(3));
                }
                else if (random.Next(20) == 0)
                    _requests[random.Next(_requests.Length)].Cancel();
                else
                    _requests[random.Next(_requests.Length)].Wait(1);
            }

            foreach (InferRequest request in _requests)
                request.Dispose();
        }

        public override string ToString() =>
            $"{Started} started, {Called} callbacks, {Restarted} restarted inside, {Thrown} thrown, {Reported} reported, {Replaced} replaced, {Cancelled} cancelled, {Unexpected} unexpected";

        /// <summary>One of two callbacks, which replace each other.</summary>
        private void First(StatusCode status, object? data) => OnCompleted(status, (InferRequest)data!, Second);

        private void Second(StatusCode status, object? data) => OnCompleted(status, (InferRequest)data!, First);

        /// <summary>Runs on the completion thread, one at a time.</summary>
        private void OnCompleted(StatusCode status, InferRequest request, Action<StatusCode, object?> other)
        {
            try
            {
                if (status == StatusCode.INFER_CANCELLED)
                    Cancelled++;
                else if (status != StatusCode.OK || !float.IsFinite(request.OutputBlobs[0].AsSpan<float>()[0]))
                    Unexpected++;

                switch (_random.Next(6))
                {
                    case 0:
                        request.SetCompletionCallback(other, request);
                        Replaced++;
                        break;
                    case 1 when request.Wait() != status:
                        Unexpected++;
                        break;
                    case 2:
                        _requests[_random.Next(_requests.Length)].Wait(_random.Next(2));
                        break;
                    case 3:
                        _requests[_random.Next(_requests.Length)].Cancel();
                        break;
                    case 4:
                        Thrown++;
                        throw new InvalidOperationException("at random");
                }

                if (_random.Next(2) == 0 && TryStart(request))
                {
                    Restarted++;
                    return;
                }

                _idle.Writer.TryWrite(request);
            }
            catch (InvalidOperationException)
            {
                _idle.Writer.TryWrite(request);
                throw;
            }
            finally
            {
                Interlocked.Increment(ref _called);
            }
        }

        private bool TryStart(InferRequest request)
        {
            if (Interlocked.Increment(ref _started) > _total)
            {
                Interlocked.Decrement(ref _started);
                return false;
            }

            request.AsyncInfer();
            return true;
        }
    }
}
