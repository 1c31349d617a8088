using System.Runtime.InteropServices;
using OpenVinoFlow.Native.Legacy;
using OpenVinoFlow.Native.Tests.Support;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Native.Tests.Legacy;

/// <summary><c>input_blobs</c>, <c>output_blobs</c> and <c>set_blob</c> without preprocessing.</summary>
public sealed unsafe class BlobTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void InputBlobs_and_OutputBlobs_describe_the_tensors()
    {
        using Network network = TestCore.Shared.ReadNetwork(SharedAssets.RequireModel("efficientnet-lite0-fp16.xml"));
        using ExecutableNetwork loaded = TestCore.Shared.LoadNetwork(network, "CPU", TestCore.SinglePrecision);
        InferRequest request = loaded.Requests[0];

        Assert.Equal("FP32 NCHW [1,3,224,224]", request.InputBlobs["images"].TensorDesc.ToString());
        Assert.Equal("FP32 NC [1,1000]", request.OutputBlobs["probabilities"].ToString());
        Assert.Equal(["images"], request.InputBlobs.Keys);
        Assert.True(request.OutputBlobs.TryGetValue("probabilities", out Blob? blob));
        Assert.Equal(4000, blob.ByteSize);
        Assert.False(request.OutputBlobs.TryGetValue("nothing", out _));
        Assert.Throws<ArgumentException>(() => request.InputBlobs["nothing"]);
        Assert.Throws<ArgumentOutOfRangeException>(() => request.InputBlobs[1]);
    }

    [Fact]
    public void InputBlobs_are_the_requests_own_memory_without_copies()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Affine(_folder));
        using InferRequest request = compiled.CreateInferRequest();
        Memory<float> input = request.InputBlobs["x"].AsMemory<float>();
        Memory<float> output = request.OutputBlobs["y"].AsMemory<float>();
        for (int i = 0; i < 3; i++)
        {
            input.Span.Fill(i);
            GC.Collect();
            request.Infer();
            Assert.Equal(2 * i + 1, output.Span[2]);
        }

        using System.Buffers.MemoryHandle pinned = input.Pin();
        Assert.True(pinned.Pointer == request.InputBlobs["x"].Tensor.Data);
    }

    [Fact]
    public void InputBlobs_and_SetBlob_reach_nameless_ports_by_index()
    {
        using Network network = TestCore.Shared.ReadNetwork(TinyModels.Nameless(_folder));
        using ExecutableNetwork loaded = TestCore.Shared.LoadNetwork(network);
        InferRequest request = loaded.Requests[0];
        Assert.Equal(["#0", "#1"], request.InputBlobs.Keys);
        Assert.Equal(["#0", "#1"], network.OutputInfo.Keys);

        request.InputBlobs[0].AsSpan<float>().Fill(3);
        using var second = Blob.FromArray(new TensorDesc(ElementType.F32, [1, 4]), new float[] { 1, 2, 3, 4 });
        request.Infer(new Dictionary<string, InferInput> { ["#1"] = second });
        Assert.Equal([4, 5, 6, 7], request.OutputBlobs[0].AsSpan<float>().ToArray());
        Assert.Equal([3, 6, 9, 12], request.OutputBlobs["#1"].AsSpan<float>().ToArray());
    }

    [Fact]
    public void SetBlob_uses_pinned_and_native_memory_in_place_for_inputs_and_outputs()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Affine(_folder));
        using InferRequest request = compiled.CreateInferRequest();
        float[] input = new float[4];
        float* output = (float*)NativeMemory.AlignedAlloc(4 * sizeof(float), 64);
        try
        {
            using var inputBlob = Blob.FromArray(new TensorDesc(ElementType.F32, [1, 4]), input);
            using var outputBlob = Blob.FromHostMemory(new TensorDesc(ElementType.F32, [1, 4]), output);
            request.SetBlob("x", inputBlob);
            request.SetBlob("y", outputBlob);
            Assert.Same(inputBlob, request.InputBlobs["x"]);
            Assert.Same(outputBlob, request.OutputBlobs["y"]);

            for (int i = 0; i < 5; i++)
            {
                Array.Fill(input, i);
                GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
                request.AsyncInfer();
                Assert.Equal(StatusCode.OK, request.Wait());
                Assert.Equal(2 * i + 1, output[3]);
            }
        }
        finally
        {
            NativeMemory.AlignedFree(output);
        }
    }

    [Fact]
    public void SetBlob_refuses_what_does_not_fit()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Affine(_folder));
        using InferRequest request = compiled.CreateInferRequest();
        using var wrong = new Blob(new TensorDesc(ElementType.F32, [2, 4]));
        Assert.Contains("'x' takes FP32 [1,4]", Assert.Throws<ArgumentException>(() => request.SetBlob("x", wrong)).Message);
        Assert.Contains("'y' takes FP32 [1,4]", Assert.Throws<ArgumentException>(() => request.SetBlob("y", wrong)).Message);
        Assert.Contains("x f32", Assert.Throws<ArgumentException>(() => request.SetBlob("z", wrong)).Message);
        Assert.Throws<ArgumentException>(() => request.SetBlob("y", new Blob(new TensorDesc(ElementType.F32, [1, 4])), PreprocessInfo.None));
        Assert.Contains("needs 16 bytes", Assert.Throws<ArgumentException>(static () => Blob.FromArray(new TensorDesc(ElementType.F32, [1, 4]), new float[3])).Message);
        Assert.Throws<ArgumentException>(static () => Blob.FromArray(new TensorDesc(ElementType.F32, [1, 4]), new double[4]));
    }

    [Fact]
    public void OutputBlobs_of_a_dynamic_network_follow_each_inference()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Affine(_folder, "?,4"));
        using InferRequest request = compiled.CreateInferRequest();
        Assert.Contains("open dimensions", Assert.Throws<ArgumentException>(() => request.Infer("x", (ReadOnlySpan<float>)[1, 2, 3, 4])).Message);
        for (int rows = 1; rows <= 3; rows++)
        {
            using var blob = new Blob(new TensorDesc(ElementType.F32, [rows, 4]));
            blob.AsSpan<float>().Fill(rows);
            request.Infer(new Dictionary<string, Blob> { ["x"] = blob });
            Assert.Equal([rows, 4], request.OutputBlobs["y"].TensorDesc.Dims);
            Assert.Equal(2 * rows + 1, request.OutputBlobs["y"].AsSpan<float>()[rows * 4 - 1]);
        }
    }

    public void Dispose() => _folder.Dispose();
}
