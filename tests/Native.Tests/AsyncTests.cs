using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using OpenVinoFlow.Native.Tests.Support;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Native.Tests;

/// <summary>Start, wait, completion sink: the path the pipeline runs on.</summary>
public sealed class AsyncTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Wait_tells_not_started_then_the_status_as_often_as_it_is_asked()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Affine(_folder));
        using InferRequest request = compiled.CreateInferRequest();

        Assert.Equal(StatusCode.INFER_NOT_STARTED, request.Wait());
        Assert.Equal(StatusCode.INFER_NOT_STARTED, request.Wait(0));
        request.StartAsync();
        Assert.Equal(StatusCode.OK, request.Wait());
        Assert.Equal(StatusCode.OK, request.Wait(0));
        Assert.Equal(StatusCode.OK, request.Wait(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => request.Wait(-2));
    }

    [Fact]
    public void A_running_request_is_busy_for_everything_but_wait_and_cancel()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Long(_folder));
        using InferRequest request = compiled.CreateInferRequest();
        using Tensor large = TinyModels.Large();
        using var small = new Tensor(ElementType.F32, [4, 4]);
        using var output = new Tensor(ElementType.F32, [4, 4]);
        request.SetInputTensor(0, large);
        request.StartAsync();

        Assert.Equal(StatusCode.RESULT_NOT_READY, request.Wait(0));
        Assert.Equal(StatusCode.RESULT_NOT_READY, request.Wait(1));
        Assert.Equal(StatusCode.REQUEST_BUSY, Assert.Throws<OpenVinoException>(request.StartAsync).Status);
        Assert.Equal(StatusCode.REQUEST_BUSY, Assert.Throws<OpenVinoException>(request.Infer).Status);
        Assert.Equal(StatusCode.REQUEST_BUSY, Assert.Throws<OpenVinoException>(() => request.SetInputTensor(0, small)).Status);
        Assert.Equal(StatusCode.REQUEST_BUSY, Assert.Throws<OpenVinoException>(() => request.SetOutputTensor(0, output)).Status);
        Assert.Equal(StatusCode.REQUEST_BUSY, Assert.Throws<OpenVinoException>(() => request.GetOutputTensor(0)).Status);

        request.Cancel();
        Assert.Equal(StatusCode.INFER_CANCELLED, request.Wait());
        Assert.NotNull(request.LastError);

        request.SetInputTensor(0, small);
        request.StartAsync();
        Assert.Equal(StatusCode.OK, request.Wait());
        Assert.Null(request.LastError);
    }

    [Fact]
    public void Infer_gives_its_result_at_once_and_calls_no_sink()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Affine(_folder));
        using InferRequest request = compiled.CreateInferRequest();
        var sink = new CountingSink();
        request.SetCompletionSink(sink, 3);
        using (Tensor input = request.GetInputTensor(0))
            ((ReadOnlySpan<float>)[1, 2, 3, 4]).CopyTo(input.AsSpan<float>());

        request.Infer();

        using Tensor output = request.GetOutputTensor(0);
        Assert.Equal([3f, 5f, 7f, 9f], output.AsSpan<float>().ToArray());
        Assert.Equal(StatusCode.OK, request.Wait());
        Assert.Equal(StatusCode.OK, request.Wait(0));
        Assert.Empty(sink.Slots);
        Assert.True(request.Latency > 0);
    }

    [Fact]
    public void The_sink_hears_of_every_inference_with_its_slot_and_a_timestamp_between_start_and_wait()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Affine(_folder));
        InferRequest[] requests = [.. Enumerable.Range(0, 4).Select(_ => compiled.CreateInferRequest())];
        var sink = new CountingSink();
        for (int slot = 0; slot < requests.Length; slot++)
            requests[slot].SetCompletionSink(sink, slot);

        for (int round = 0; round < 50; round++)
        {
            long before = Stopwatch.GetTimestamp();
            foreach (InferRequest request in requests)
                request.StartAsync();

            foreach (InferRequest request in requests)
                Assert.Equal(StatusCode.OK, request.Wait());

            sink.AwaitCount((round + 1) * requests.Length);
            Assert.InRange(sink.LastTimestamp, before, Stopwatch.GetTimestamp());
        }

        foreach (InferRequest request in requests)
            request.Dispose();

        Assert.Equal([50, 50, 50, 50], Enumerable.Range(0, 4).Select(slot => sink.Slots.Count(seen => seen == slot)));
    }

    [Fact]
    public void A_sink_may_start_the_next_inference_itself()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Affine(_folder));
        using InferRequest request = compiled.CreateInferRequest();
        using var done = new ManualResetEventSlim();
        int count = 0;
        request.SetCompletionSink(new DelegateSink(() =>
        {
            if (++count < 1000)
                request.StartAsync();
            else
                done.Set();
        }), 0);

        request.StartAsync();

        Assert.True(done.Wait(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken), $"stopped after {count}");
        Assert.Equal(StatusCode.OK, request.Wait());
        Assert.Equal(0, request.SinkFailures);
    }

    [Fact]
    public void A_sink_that_throws_is_counted_and_harms_nobody()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Affine(_folder));
        using InferRequest request = compiled.CreateInferRequest();
        request.SetCompletionSink(new DelegateSink(static () => throw new InvalidOperationException("test")), 0);

        for (int i = 1; i <= 20; i++)
        {
            request.StartAsync();
            Assert.Equal(StatusCode.OK, request.Wait());
            Assert.True(SpinWait.SpinUntil(() => request.SinkFailures == i, TimeSpan.FromSeconds(10)));
        }
    }

    [Fact]
    public void An_inference_that_is_refused_at_the_start_leaves_the_request_usable()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Affine(_folder, "1..8,4"));
        using InferRequest request = compiled.CreateInferRequest();
        var sink = new CountingSink();
        request.SetCompletionSink(sink, 0);
        using var wrong = new Tensor(ElementType.F32, [9, 4]);
        using var right = new Tensor(ElementType.F32, [2, 4]);

        Assert.Throws<OpenVinoException>(() =>
        {
            request.SetInputTensor(0, wrong);
            request.StartAsync();
        });

        request.SetInputTensor(0, right);
        request.StartAsync();
        Assert.Equal(StatusCode.OK, request.Wait());
        sink.AwaitCount(1);
    }

    [Fact]
    public void Callbacks_that_come_after_the_wait_are_counted_with_their_own_inference()
    {
        string runtime = CompiledRuntime.Make(_folder.Folder("late"), Path.Combine(AppContext.BaseDirectory, "Support", "late-callbacks.c"));
        (int exitCode, string output, string errors) = Probe.Run(["late-callbacks", TinyModels.Affine(_folder)], new Dictionary<string, string> { ["OVFLOW_OPENVINO_DIR"] = runtime });
        Assert.True(exitCode == 0, output + errors);
        Assert.Equal("50 sink calls, latency to the callback\n20 callbacks", output);
    }

    [Theory]
    [InlineData("CPU")]
    [InlineData("AUTO:CPU")]
    public void Devices_with_callback_threads_of_their_own_work_alike(string device)
    {
        const int Total = 2000;
        using CompiledModel compiled = TestCore.Shared.CompileModel(TinyModels.Affine(_folder), device);
        InferRequest[] requests = [.. Enumerable.Range(0, 4).Select(_ => compiled.CreateInferRequest())];
        using var done = new CountdownEvent(Total);
        var failures = new ConcurrentQueue<string>();
        int started = requests.Length;
        foreach (InferRequest request in requests)
        {
            request.CallbackFailed += (_, failure) => failures.Enqueue(failure.Exception.ToString());
            request.SetCompletionCallback((status, data) =>
            {
                if (status != StatusCode.OK)
                    failures.Enqueue(status.ToString());

                // Nothing is started that the end of the test would cancel.
                if (Interlocked.Increment(ref started) <= Total)
                    ((InferRequest)data!).StartAsync();

                done.Signal();
            }, request);
            request.StartAsync();
        }

        Assert.True(done.Wait(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken), string.Join('\n', failures));
        foreach (InferRequest request in requests)
            request.Dispose();

        Assert.Empty(failures);
    }

    [Fact]
    public void The_asynchronous_path_allocates_nothing()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Affine(_folder));
        using InferRequest request = compiled.CreateInferRequest();
        using var first = new Tensor(ElementType.F32, [1, 4]);
        using var second = new Tensor(ElementType.F32, [1, 4]);
        using var output = new Tensor(ElementType.F32, [1, 4]);
        var sink = new ChannelSink();
        request.SetCompletionSink(sink, 0);

        Rounds(2000);
        long ours = GC.GetAllocatedBytesForCurrentThread();
        long all = GC.GetTotalAllocatedBytes(precise: true);
        Rounds(2000);
        ours = GC.GetAllocatedBytesForCurrentThread() - ours;
        all = GC.GetTotalAllocatedBytes(precise: true) - all;

        Assert.Equal(0, ours);

        // Whatever else runs in the process counts here too, but one object per inference would be 48,000 bytes.
        Assert.InRange(all, 0, 20_000);

        void Rounds(int count)
        {
            for (int i = 0; i < count; i++)
            {
                request.SetInputTensor(0, i % 2 == 0 ? first : second);
                request.SetOutputTensor(0, output);
                request.StartAsync();
                if (request.Wait() != StatusCode.OK)
                    throw new InvalidOperationException(request.LastError);

                SpinWait spinner = default;
                while (!sink.TryRead())
                    spinner.SpinOnce();
            }
        }
    }

    public void Dispose() => _folder.Dispose();

    private sealed class CountingSink : ICompletionSink
    {
        private long _timestamp;

        public ConcurrentQueue<int> Slots { get; } = [];

        public long LastTimestamp => Volatile.Read(ref _timestamp);

        public void OnCompleted(int slot, long timestamp)
        {
            Volatile.Write(ref _timestamp, timestamp);
            Slots.Enqueue(slot);
        }

        public void AwaitCount(int count) => Assert.True(SpinWait.SpinUntil(() => Slots.Count >= count, TimeSpan.FromSeconds(10)), $"{Slots.Count} of {count} callbacks");
    }

    private sealed class ChannelSink : ICompletionSink
    {
        private readonly Channel<(int, long)> _channel = Channel.CreateUnbounded<(int, long)>(new UnboundedChannelOptions { SingleReader = true });

        public void OnCompleted(int slot, long timestamp) => _channel.Writer.TryWrite((slot, timestamp));

        public bool TryRead() => _channel.Reader.TryRead(out _);
    }
}
