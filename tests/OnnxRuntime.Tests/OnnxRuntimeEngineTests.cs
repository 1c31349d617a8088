using System.Runtime.InteropServices;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.OnnxRuntime.Tests;

public sealed class OnnxRuntimeEngineTests : IDisposable
{
    private readonly OnnxRuntimeEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void Describe_gives_ports_types_and_shapes()
    {
        ModelDescription model = _engine.Describe(SharedAssets.RequireModel("efficientnet-lite0.onnx"));
        Assert.Equal("images f32 [?,3,224,224]", Assert.Single(model.Inputs).ToString());
        Assert.Equal("probabilities f32 [?,1000]", Assert.Single(model.Outputs).ToString());
    }

    [Fact]
    public void Several_outputs_are_all_bound()
    {
        using var bench = new EngineBench("layout-cdla.onnx", 608, 800);
        Assert.Equal(InferStatus.Done, bench.Run().Status);
        Assert.Equal(8, bench.Buffers.Outputs.Count);
        Assert.All(bench.Buffers.Outputs, output => Assert.True(output.ByteLength > 0, output.Description.Name));
        Assert.Equal([1, 7600, 10], bench.Buffers.Outputs[0].Dims.ToArray());
    }

    [Fact]
    public void A_slot_runs_again_and_again_on_the_same_buffers()
    {
        using var bench = new EngineBench("efficientnet-lite0.onnx", 224, 224);
        Assert.Equal(InferStatus.Done, bench.Run().Status);
        float[] first = bench.Output(0);
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(InferStatus.Done, bench.Run().Status);
            Assert.Equal(first, bench.Output(0));
        }
    }

    [Fact]
    public void A_cancelled_inference_ends_as_cancelled_or_done_and_the_next_one_works()
    {
        using var bench = new EngineBench("layout-cdla.onnx", 608, 800);
        int cancelled = 0;
        for (int i = 0; i < 5; i++)
        {
            bench.Slot.Start(bench.Buffers);
            bench.Slot.Cancel();
            InferOutcome outcome = bench.WaitForCompletion();
            Assert.NotEqual(InferStatus.Failed, outcome.Status);
            cancelled += outcome.Status == InferStatus.Cancelled ? 1 : 0;
        }

        Assert.True(cancelled > 0, "none of five inferences was cancelled");
        Assert.Equal(InferStatus.Done, bench.Run().Status);
    }

    [Fact]
    public void Disposing_a_slot_while_it_runs_waits_for_it()
    {
        var bench = new EngineBench("layout-cdla.onnx", 608, 800);
        bench.Slot.Start(bench.Buffers);
        bench.Dispose();
    }

    [Fact]
    public void More_requests_than_streams_wait_for_a_stream_and_each_ends_once()
    {
        using var bench = new EngineBench("efficientnet-lite0.onnx", 224, 224);
        MemoryMarshal.Cast<byte, float>(bench.Buffers.Place(0)).Fill(0.25f);
        Assert.Equal(InferStatus.Done, bench.Run().Status);
        float[] expected = bench.Output(0);

        (IInferSlot Slot, InferBuffers Buffers)[] others = [.. Enumerable.Range(0, 6).Select(bench.Another)];
        foreach ((IInferSlot slot, InferBuffers buffers) in others)
        {
            bench.Buffers.Place(0).CopyTo(buffers.Place(0));
            slot.Start(buffers);
        }

        // The last one still waits for one of the two streams.
        others[^1].Slot.Cancel();
        Assert.Equal([0, 1, 2, 3, 4, 5], others.Select(_ => bench.NextCompletion()).Order());
        Assert.Equal(InferStatus.Cancelled, others[^1].Slot.Wait().Status);
        foreach ((IInferSlot slot, InferBuffers buffers) in others[..^1])
        {
            Assert.Equal(InferStatus.Done, slot.Wait().Status);
            Assert.Equal(expected, EngineBench.Output(buffers, 0));
        }

        foreach ((IInferSlot slot, InferBuffers buffers) in others)
        {
            slot.Dispose();
            buffers.Dispose();
        }
    }

    [Fact]
    public void What_is_no_model_is_named()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("broken.onnx", "not a model");
        Assert.Contains(path, Assert.Throws<InferenceException>(() => _engine.Describe(path)).Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", Assert.Throws<InferenceException>(() => _engine.Describe(folder.File("none.onnx"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GPU", PrecisionKind.F32, "model.device")]
    [InlineData("CPU", PrecisionKind.Bf16, "model.precision")]
    [InlineData("CPU", PrecisionKind.F16, "model.precision")]
    public void What_it_cannot_do_is_refused_by_its_key(string device, PrecisionKind precision, string key)
    {
        string path = SharedAssets.RequireModel("efficientnet-lite0.onnx");
        ModelDescription model = _engine.Describe(path);
        var spec = new CompileSpec
        {
            ModelPath = path,
            Model = model,
            Image = ImageInput.Find(model, 3, null, null),
            Mean = [0, 0, 0],
            Scale = [1, 1, 1],
            Threads = 1,
            Device = device,
            Precision = precision,
        };
        Assert.Contains(key, Assert.Throws<InferenceException>(() => _engine.Compile(spec)).Message, StringComparison.Ordinal);
    }
}
