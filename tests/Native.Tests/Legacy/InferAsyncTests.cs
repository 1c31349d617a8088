using OpenVinoFlow.Native.Legacy;
using OpenVinoFlow.Native.Tests.Support;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Native.Tests.Legacy;

/// <summary>Inferences that are awaited.</summary>
public sealed class InferAsyncTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task InferAsync_completes_with_the_outputs_ready()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Affine(_folder));
        using InferRequest request = compiled.CreateInferRequest();
        for (int i = 0; i < 100; i++)
        {
            await request.InferAsync(new Dictionary<string, InferInput> { ["x"] = new float[] { i, i, i, i } }, TestContext.Current.CancellationToken);
            Assert.Equal(2 * i + 1, request.OutputBlobs[0].AsSpan<float>()[3]);
        }
    }

    [Fact]
    public async Task InferAsync_throws_what_went_wrong_and_goes_on()
    {
        using CompiledModel compiled = TestCore.Compile(SharedAssets.RequireModel("ppocrv4-det.onnx"));
        using InferRequest request = compiled.CreateInferRequest();
        using var impossible = new Tensor(ElementType.F32, [1, 3, 30, 50]);
        using var possible = new Tensor(ElementType.F32, [1, 3, 64, 64]);
        possible.AsSpan<float>().Clear();

        request.SetInputTensor(0, impossible);
        OpenVinoException failure = await Assert.ThrowsAsync<OpenVinoException>(async () => await request.InferAsync(TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.GENERAL_ERROR, failure.Status);

        request.SetInputTensor(0, possible);
        await request.InferAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task InferAsync_is_cancelled_natively_by_its_token()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Long(_folder));
        using InferRequest request = compiled.CreateInferRequest();
        using Tensor large = TinyModels.Large();
        using var small = new Tensor(ElementType.F32, [4, 4]);
        request.SetInputTensor(0, large);

        using var cancellation = new CancellationTokenSource();
        ValueTask running = request.InferAsync(cancellation.Token);
        await cancellation.CancelAsync();
        OperationCanceledException cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await running);
        Assert.Equal(cancellation.Token, cancelled.CancellationToken);
        Assert.Equal(StatusCode.INFER_CANCELLED, request.Wait());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await request.InferAsync(cancellation.Token));
        request.SetInputTensor(0, small);
        await request.InferAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task InferAsync_on_a_busy_request_throws_and_leaves_the_running_one_alone()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Long(_folder));
        using InferRequest request = compiled.CreateInferRequest();
        using Tensor large = TinyModels.Large();
        request.SetInputTensor(0, large);
        ValueTask running = request.InferAsync(TestContext.Current.CancellationToken);
        OpenVinoException busy = await Assert.ThrowsAsync<OpenVinoException>(async () => await request.InferAsync(TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.REQUEST_BUSY, busy.Status);
        await running;
    }

    [Fact]
    public async Task InferAsync_that_nobody_awaits_does_not_block_the_next()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Affine(_folder));
        using InferRequest request = compiled.CreateInferRequest();
        for (int i = 0; i < 10; i++)
        {
            _ = request.InferAsync(TestContext.Current.CancellationToken).AsTask();
            request.Wait();
        }

        await request.InferAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task InferAsync_allocates_nothing_of_its_own_in_steady_state()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Affine(_folder));
        using InferRequest request = compiled.CreateInferRequest();
        await Rounds(500);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        await Rounds(1000);
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        // The loop's own state machine and the thread pool come to a few hundred bytes in all, one object an inference to 24,000 or more.
        Assert.InRange(allocated, 0, 20_000);

        async Task Rounds(int count)
        {
            for (int i = 0; i < count; i++)
                await request.InferAsync(CancellationToken.None);
        }
    }

    public void Dispose() => _folder.Dispose();
}
