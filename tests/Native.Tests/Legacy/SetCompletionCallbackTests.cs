using System.Collections.Concurrent;
using OpenVinoFlow.Native.Tests.Support;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Native.Tests.Legacy;

/// <summary><c>set_completion_callback</c>.</summary>
public sealed class SetCompletionCallbackTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void SetCompletionCallback_is_called_once_per_inference_with_status_and_data()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Affine(_folder));
        using InferRequest request = compiled.CreateInferRequest();
        var seen = new ConcurrentQueue<(StatusCode, object?)>();
        object data = new();
        request.SetCompletionCallback((status, given) => seen.Enqueue((status, given)), data);

        for (int i = 0; i < 100; i++)
        {
            request.AsyncInfer();
            Assert.Equal(StatusCode.OK, request.Wait());
            Assert.Equal(i + 1, seen.Count);
        }

        Assert.All(seen, call => Assert.Equal((StatusCode.OK, data), call));
        request.Infer();
        Assert.Equal(100, seen.Count);
    }

    [Fact]
    public void SetCompletionCallback_reads_the_outputs_inside()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Affine(_folder));
        using InferRequest request = compiled.CreateInferRequest();
        float[] result = [];
        request.SetCompletionCallback((_, data) => result = ((InferRequest)data!).OutputBlobs["y"].AsSpan<float>().ToArray(), request);
        request.AsyncInfer("x", (ReadOnlySpan<float>)[1, 2, 3, 4]);
        request.Wait();
        Assert.Equal([3, 5, 7, 9], result);
    }

    [Fact]
    public void SetCompletionCallback_gets_a_failure_inside_the_graph()
    {
        using CompiledModel compiled = TestCore.Compile(SharedAssets.RequireModel("ppocrv4-det.onnx"));
        using InferRequest request = compiled.CreateInferRequest();
        using var impossible = new Tensor(ElementType.F32, [1, 3, 30, 50]);
        using var possible = new Tensor(ElementType.F32, [1, 3, 64, 64]);
        possible.AsSpan<float>().Clear();
        var seen = new List<(StatusCode Status, string? Error)>();
        request.SetCompletionCallback((status, _) => seen.Add((status, request.LastError)));

        request.SetInputTensor(0, impossible);
        request.AsyncInfer();
        Assert.Equal(StatusCode.GENERAL_ERROR, request.Wait());
        Assert.Equal(StatusCode.GENERAL_ERROR, request.Wait(0));

        request.SetInputTensor(0, possible);
        request.AsyncInfer();
        Assert.Equal(StatusCode.OK, request.Wait());

        Assert.Equal([StatusCode.GENERAL_ERROR, StatusCode.OK], seen.Select(static call => call.Status));
        Assert.False(string.IsNullOrEmpty(seen[0].Error));
        Assert.Null(seen[1].Error);
    }

    [Fact]
    public void SetCompletionCallback_gets_a_cancellation()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Long(_folder));
        using InferRequest request = compiled.CreateInferRequest();
        using Tensor large = TinyModels.Large();
        request.SetInputTensor(0, large);
        var seen = new List<StatusCode>();
        request.SetCompletionCallback((status, _) => seen.Add(status));
        request.AsyncInfer();
        request.Cancel();
        Assert.Equal(StatusCode.INFER_CANCELLED, request.Wait());
        Assert.Equal([StatusCode.INFER_CANCELLED], seen);
    }

    [Fact]
    public void SetCompletionCallback_starts_the_next_inference_inside()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Affine(_folder));
        using InferRequest request = compiled.CreateInferRequest();
        using var done = new ManualResetEventSlim();
        int count = 0;
        request.SetCompletionCallback((status, _) =>
        {
            if (status == StatusCode.OK && ++count < 500)
                request.AsyncInfer();
            else
                done.Set();
        });

        request.AsyncInfer();
        Assert.True(done.Wait(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.OK, request.Wait());
        Assert.Equal(500, count);
    }

    [Fact]
    public void SetCompletionCallback_that_throws_is_told_to_the_handler()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Affine(_folder));
        using InferRequest request = compiled.CreateInferRequest();
        var failures = new List<Exception>();
        request.CallbackFailed += (_, failure) => failures.Add(failure.Exception);
        request.SetCompletionCallback(static (_, _) => throw new FormatException("mine"));

        for (int i = 0; i < 3; i++)
        {
            request.AsyncInfer();
            Assert.Equal(StatusCode.OK, request.Wait());
        }

        Assert.Equal(3, failures.Count);
        Assert.All(failures, static failure => Assert.IsType<FormatException>(failure));
    }

    [Fact]
    public void SetCompletionCallback_that_throws_is_thrown_by_wait_where_there_is_no_handler()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Affine(_folder));
        using InferRequest request = compiled.CreateInferRequest();
        request.SetCompletionCallback(static (_, _) => throw new FormatException("mine"));
        request.AsyncInfer();

        CompletionCallbackException thrown = Assert.Throws<CompletionCallbackException>(() => request.Wait());
        Assert.Equal("mine", Assert.IsType<FormatException>(thrown.InnerException).Message);
        Assert.Equal(StatusCode.OK, request.Wait());
    }

    [Fact]
    public void SetCompletionCallback_replaces_and_clears()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Affine(_folder));
        using InferRequest request = compiled.CreateInferRequest();
        int first = 0;
        int second = 0;
        request.SetCompletionCallback((_, _) =>
        {
            first++;
            request.SetCompletionCallback((_, _) => second++);
        });

        for (int i = 0; i < 3; i++)
        {
            request.AsyncInfer();
            request.Wait();
        }

        request.SetCompletionCallback(null);
        request.AsyncInfer();
        request.Wait();
        Assert.Equal((1, 2), (first, second));
    }

    [Fact]
    public void SetCompletionCallback_is_not_called_after_Dispose_but_once_for_what_was_running()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Slow(_folder));
        for (int i = 0; i < 10; i++)
        {
            InferRequest request = compiled.CreateInferRequest();
            var seen = new ConcurrentQueue<StatusCode>();
            request.SetCompletionCallback((status, _) =>
            {
                seen.Enqueue(status);
                Thread.Sleep(5);
            });
            request.AsyncInfer();
            Thread.Sleep(i);
            request.Dispose();
            StatusCode[] after = [.. seen];
            Thread.Sleep(10);
            Assert.Equal(after, seen);
            Assert.Contains(Assert.Single(after), (StatusCode[])[StatusCode.INFER_CANCELLED, StatusCode.OK]);
        }
    }

    [Fact]
    public void SetCompletionCallback_may_dispose_its_request()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Affine(_folder));
        using var done = new ManualResetEventSlim();
        InferRequest request = compiled.CreateInferRequest();
        request.SetCompletionCallback((_, _) =>
        {
            request.Dispose();
            done.Set();
        });
        request.AsyncInfer();
        Assert.True(done.Wait(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
        Assert.Throws<ObjectDisposedException>(request.AsyncInfer);
    }

    [Fact]
    public void SetCompletionCallback_that_goes_on_during_Dispose_is_no_failure()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Affine(_folder));
        for (int i = 0; i < 20; i++)
        {
            InferRequest request = compiled.CreateInferRequest();
            var failures = new ConcurrentQueue<Exception>();
            request.CallbackFailed += (_, failure) => failures.Enqueue(failure.Exception);
            request.SetCompletionCallback((_, _) => request.AsyncInfer());
            request.AsyncInfer();
            Thread.Sleep(1);
            request.Dispose();
            Assert.Empty(failures);
        }
    }

    public void Dispose() => _folder.Dispose();
}
