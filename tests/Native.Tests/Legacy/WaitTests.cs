using System.Diagnostics;
using OpenVinoFlow.Native.Legacy;
using OpenVinoFlow.Native.Tests.Support;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Native.Tests.Legacy;

/// <summary><c>wait</c> with its timeouts and status codes, and <c>latency</c>.</summary>
public sealed class WaitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Wait_gives_each_legacy_status()
    {
        using Network network = TestCore.Shared.ReadNetwork(TinyModels.Long(_folder));
        using ExecutableNetwork loaded = TestCore.Shared.LoadNetwork(network);
        InferRequest request = loaded.Requests[0];
        using Tensor large = TinyModels.Large();
        using var small = new Tensor(ElementType.F32, [4, 4]);

        Assert.Equal(StatusCode.INFER_NOT_STARTED, request.Wait(0));
        Assert.Equal(StatusCode.INFER_NOT_STARTED, request.Wait(-1));

        request.AsyncInfer(new Dictionary<string, InferInput> { ["x"] = large });
        Assert.Equal(StatusCode.RESULT_NOT_READY, request.Wait(0));
        Assert.Equal(StatusCode.RESULT_NOT_READY, request.Wait(2));
        Assert.Equal(StatusCode.REQUEST_BUSY, Assert.Throws<OpenVinoException>(request.AsyncInfer).Status);
        request.Cancel();
        Assert.Equal(StatusCode.INFER_CANCELLED, request.Wait(-1));
        Assert.Equal(StatusCode.INFER_CANCELLED, request.Wait(0));
        Assert.Equal(-13, (int)request.Wait(-1));

        request.AsyncInfer(new Dictionary<string, InferInput> { ["x"] = small });
        Assert.Equal(StatusCode.OK, request.Wait(60_000));
        Assert.Equal(StatusCode.OK, request.Wait(0));
    }

    [Fact]
    public void Wait_with_a_callback_returns_when_the_callback_has_returned()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Affine(_folder));
        using InferRequest request = compiled.CreateInferRequest();
        using var enter = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        bool done = false;
        request.SetCompletionCallback((_, _) =>
        {
            enter.Set();
            leave.Wait();
            done = true;
        });

        request.StartAsync();
        enter.Wait(TestContext.Current.CancellationToken);
        Assert.Equal(StatusCode.RESULT_NOT_READY, request.Wait(0));
        Assert.Equal(StatusCode.RESULT_NOT_READY, request.Wait(20));
        leave.Set();
        Assert.Equal(StatusCode.OK, request.Wait());
        Assert.True(done);
    }

    [Fact]
    public void Wait_inside_a_callback_does_not_wait_for_callbacks()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Affine(_folder));
        using InferRequest first = compiled.CreateInferRequest();
        using InferRequest second = compiled.CreateInferRequest();
        StatusCode own = StatusCode.UNEXPECTED;
        StatusCode other = StatusCode.UNEXPECTED;
        int calls = 0;
        second.SetCompletionCallback((_, _) => calls++);
        first.SetCompletionCallback((_, _) =>
        {
            own = first.Wait();
            second.StartAsync();
            other = second.Wait();
        });

        first.StartAsync();
        Assert.Equal(StatusCode.OK, first.Wait());
        Assert.Equal(StatusCode.OK, second.Wait());
        Assert.Equal((StatusCode.OK, StatusCode.OK, 1), (own, other, calls));
    }

    [Fact]
    public void Wait_inside_a_sink_is_refused_instead_of_hanging()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Affine(_folder));
        using InferRequest request = compiled.CreateInferRequest();
        Exception? refused = null;
        request.SetCompletionSink(new DelegateSink(() => refused = Record.Exception(() => request.Wait())), 0);
        request.StartAsync();
        Assert.Equal(StatusCode.OK, request.Wait());
        Assert.True(SpinWait.SpinUntil(() => refused is not null, TimeSpan.FromSeconds(10)));
        Assert.IsType<InvalidOperationException>(refused);
    }

    [Fact]
    public void Latency_is_the_time_of_the_last_inference()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Slow(_folder));
        using InferRequest request = compiled.CreateInferRequest();
        Assert.Equal(0, request.Latency);
        var sink = new TimeSink();
        request.SetCompletionSink(sink, 0);

        long before = Stopwatch.GetTimestamp();
        request.StartAsync();
        long after = Stopwatch.GetTimestamp();
        Assert.Equal(StatusCode.OK, request.Wait());
        Assert.True(SpinWait.SpinUntil(() => sink.Timestamp != 0, TimeSpan.FromSeconds(10)));
        Assert.InRange(request.Latency, Stopwatch.GetElapsedTime(after, sink.Timestamp).TotalMilliseconds, Stopwatch.GetElapsedTime(before, sink.Timestamp).TotalMilliseconds);

        double last = request.Latency;
        Thread.Sleep(30);
        Assert.Equal(last, request.Latency);

        request.Infer();
        Assert.NotEqual(last, request.Latency);
        Assert.True(request.Latency > 1);
    }

    public void Dispose() => _folder.Dispose();

    private sealed class TimeSink : ICompletionSink
    {
        private long _timestamp;

        public long Timestamp => Volatile.Read(ref _timestamp);

        public void OnCompleted(int slot, long timestamp) => Volatile.Write(ref _timestamp, timestamp);
    }
}
