using OpenVinoFlow.Native.Tests.Support;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Native.Tests;

public sealed class InferRequestPoolTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Producer_and_consumer_run_everything_once()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Affine(_folder), ("NUM_STREAMS", "2"));
        using var pool = new InferRequestPool(compiled, 5);
        const int Total = 3000;
        double sum = 0;
        Task consumer = Task.Run(async () =>
        {
            int count = 0;
            await foreach (InferRequest request in pool.Completions)
            {
                if (request.Wait() != StatusCode.OK)
                    throw new InvalidOperationException(request.LastError);

                sum += request.OutputBlobs[0].AsSpan<float>()[0];
                pool.Release(request);
                if (++count == Total)
                    break;
            }
        }, TestContext.Current.CancellationToken);

        int started = 0;
        await foreach (InferRequest request in pool)
        {
            request.InputBlobs[0].AsSpan<float>().Fill(started);
            request.StartAsync();
            if (++started == Total)
                break;
        }

        await consumer.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(0, Total).Sum(static i => 2.0 * i + 1), sum);
    }

    [Fact]
    public async Task The_longest_idle_comes_first_and_waiting_ends_with_a_release()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Affine(_folder));
        using var pool = new InferRequestPool(compiled, 3);
        InferRequest a = await pool.AcquireAsync(TestContext.Current.CancellationToken);
        InferRequest b = await pool.AcquireAsync(TestContext.Current.CancellationToken);
        InferRequest c = await pool.AcquireAsync(TestContext.Current.CancellationToken);
        Assert.False(pool.TryAcquire(out _));

        pool.Release(b);
        pool.Release(a);
        Assert.Same(b, await pool.AcquireAsync(TestContext.Current.CancellationToken));
        Assert.True(pool.TryAcquire(out InferRequest? next));
        Assert.Same(a, next);

        ValueTask<InferRequest> waiting = pool.AcquireAsync(TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        pool.Release(c);
        Assert.Same(c, await waiting);

        using var cancellation = new CancellationTokenSource(10);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await pool.AcquireAsync(cancellation.Token));
    }

    [Fact]
    public async Task Wrong_releases_are_refused()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Long(_folder));
        using var pool = new InferRequestPool(compiled, 1);
        using Tensor large = TinyModels.Large();
        using InferRequest stranger = compiled.CreateInferRequest();
        InferRequest request = await pool.AcquireAsync(TestContext.Current.CancellationToken);
        Assert.Throws<ArgumentException>(() => pool.Release(stranger));

        request.SetInputTensor(0, large);
        request.StartAsync();
        Assert.Contains("still runs", Assert.Throws<InvalidOperationException>(() => pool.Release(request)).Message);
        request.Cancel();
        request.Wait();
        pool.Release(request);
        Assert.Contains("released already", Assert.Throws<InvalidOperationException>(() => pool.Release(request)).Message);
    }

    [Fact]
    public async Task Dispose_ends_running_requests_and_both_enumerations()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Slow(_folder));
        var pool = new InferRequestPool(compiled, 2);
        Task idle = Drain(pool, start: true);
        Task completed = Drain(pool.Completions, start: false);
        await Task.Delay(20, TestContext.Current.CancellationToken);
        pool.Dispose();
        pool.Dispose();
        await Task.WhenAll(idle, completed).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await pool.AcquireAsync(CancellationToken.None));

        static async Task Drain(IAsyncEnumerable<InferRequest> requests, bool start)
        {
            await Task.Yield();
            await foreach (InferRequest request in requests)
            {
                if (start)
                    request.StartAsync();
            }
        }
    }

    public void Dispose() => _folder.Dispose();
}
