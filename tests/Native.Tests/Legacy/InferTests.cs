using OpenVinoFlow.Native.Legacy;
using OpenVinoFlow.Native.Tests.Support;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Native.Tests.Legacy;

/// <summary><c>infer</c> and <c>async_infer</c> with inputs by name.</summary>
public sealed class InferTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ExecutableNetwork _network;
    private readonly InferRequest _request;

    public InferTests()
    {
        using Network network = TestCore.Shared.ReadNetwork(TinyModels.Affine(_folder));
        _network = TestCore.Shared.LoadNetwork(network, "CPU", TestCore.SinglePrecision);
        _request = _network.Requests[0];
    }

    [Fact]
    public void Infer_takes_arrays_blobs_tensors_and_spans()
    {
        _request.Infer(new Dictionary<string, InferInput> { ["x"] = new float[] { 1, 2, 3, 4 } });
        Assert.Equal([3, 5, 7, 9], Output());

        _request.Infer(new Dictionary<string, InferInput> { ["x"] = new float[,] { { 2, 2, 2, 2 } } });
        Assert.Equal([5, 5, 5, 5], Output());

        using var tensor = new Tensor(ElementType.F32, [1, 4]);
        tensor.AsSpan<float>().Fill(10);
        _request.Infer(new Dictionary<string, InferInput> { ["x"] = tensor });
        Assert.Equal([21, 21, 21, 21], Output());

        using var blob = new Blob(new TensorDesc(ElementType.F32, [1, 4]));
        blob.AsSpan<float>().Fill(20);
        _request.Infer(new Dictionary<string, Blob> { ["x"] = blob });
        Assert.Equal([41, 41, 41, 41], Output());

        _request.Infer("x", (ReadOnlySpan<float>)[5, 6, 7, 8]);
        Assert.Equal([11, 13, 15, 17], Output());
    }

    [Fact]
    public void Infer_gives_the_golden_result_of_a_real_network()
    {
        var input = NpyFile.Read(SharedAssets.RequireGolden("chelsea-input-nchw-f32.npy"));
        var expected = NpyFile.Read(SharedAssets.RequireGolden("efficientnet-lite0-fp16-xml.chelsea-output.npy"));
        using Network network = TestCore.Shared.ReadNetwork(SharedAssets.RequireModel("efficientnet-lite0-fp16.xml"), SharedAssets.RequireModel("efficientnet-lite0-fp16.bin"));
        using ExecutableNetwork loaded = TestCore.Shared.LoadNetwork(network, "CPU", TestCore.SinglePrecision);

        loaded.Requests[0].Infer(new Dictionary<string, InferInput> { ["images"] = input.Values });

        Expect.Near(expected.Values, loaded.Requests[0].OutputBlobs["probabilities"].AsSpan<float>(), 1e-4f);
    }

    [Fact]
    public void AsyncInfer_takes_the_same()
    {
        _request.AsyncInfer(new Dictionary<string, InferInput> { ["x"] = new float[] { 1, 2, 3, 4 } });
        Assert.Equal(StatusCode.OK, _request.Wait(-1));
        Assert.Equal([3, 5, 7, 9], Output());

        using var blob = new Blob(new TensorDesc(ElementType.F32, [1, 4]));
        blob.AsSpan<float>().Fill(20);
        _request.AsyncInfer(new Dictionary<string, Blob> { ["x"] = blob });
        Assert.Equal(StatusCode.OK, _request.Wait(-1));
        Assert.Equal([41, 41, 41, 41], Output());

        _request.AsyncInfer("x", (ReadOnlySpan<float>)[5, 6, 7, 8]);
        Assert.Equal(StatusCode.OK, _request.Wait(-1));
        Assert.Equal([11, 13, 15, 17], Output());

        _request.AsyncInfer();
        Assert.Equal(StatusCode.OK, _request.Wait(-1));
        Assert.Equal([11, 13, 15, 17], Output());
    }

    [Fact]
    public void A_wrong_name_is_told_with_the_right_ones()
    {
        string message = Assert.Throws<ArgumentException>(() => _request.Infer("data", (ReadOnlySpan<float>)[1, 2, 3, 4])).Message;
        Assert.Contains("'data'", message);
        Assert.Contains("x f32 [1,4]", message);
    }

    [Fact]
    public void A_wrong_length_or_type_is_told_with_what_is_expected()
    {
        foreach (Array wrong in (Array[])[new float[3], new float[5], new double[4], new byte[4], new short[8]])
        {
            string message = Assert.Throws<ArgumentException>(() => _request.AsyncInfer(new Dictionary<string, InferInput> { ["x"] = wrong })).Message;
            Assert.Contains("'x' takes FP32 NC [1,4], 4 elements", message);
            Assert.Contains($"{wrong.Length} of {wrong.GetType().GetElementType()!.Name}", message);
        }

        Assert.Throws<ArgumentException>(static () => (InferInput)new string[] { "no number" });
        Assert.Throws<ArgumentException>(() => _request.Infer(new Dictionary<string, InferInput> { ["x"] = default }));
    }

    [Theory]
    [InlineData(ElementType.F32, "1,5")]
    [InlineData(ElementType.F32, "4")]
    [InlineData(ElementType.U8, "1,4")]
    public void A_wrong_blob_is_told_with_what_is_expected(ElementType type, string dims)
    {
        using var blob = new Blob(new TensorDesc(type, PartialShape.Parse(dims).ToShape()));
        string message = Assert.Throws<ArgumentException>(() => _request.Infer(new Dictionary<string, Blob> { ["x"] = blob })).Message;
        Assert.Contains("'x' takes FP32 [1,4]", message);
        Assert.Contains(blob.ToString(), message);
    }

    public void Dispose()
    {
        _network.Dispose();
        _folder.Dispose();
    }

    private float[] Output() => _request.OutputBlobs["y"].AsSpan<float>().ToArray();
}
