using OpenVinoFlow.Native.Legacy;
using OpenVinoFlow.Native.Tests.Support;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Native.Tests.Legacy;

/// <summary><c>set_batch</c> with <c>DYN_BATCH_ENABLED</c>.</summary>
public sealed class SetBatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void SetBatch_uses_the_first_images_and_leaves_the_rest_alone()
    {
        using ExecutableNetwork loaded = Load(TinyModels.Affine(_folder), 4);
        InferRequest request = loaded.Requests[0];
        Assert.Equal([4, 4], request.InputBlobs["x"].TensorDesc.Dims);
        Memory<float> input = request.InputBlobs["x"].AsMemory<float>();
        Memory<float> output = request.OutputBlobs["y"].AsMemory<float>();
        for (int i = 0; i < 16; i++)
            input.Span[i] = i;

        foreach (int batch in (int[])[4, 1, 3, 2, 4])
        {
            output.Span.Fill(-1);
            request.SetBatch(batch);
            request.AsyncInfer();
            Assert.Equal(StatusCode.OK, request.Wait());
            for (int i = 0; i < 16; i++)
                Assert.Equal(i < batch * 4 ? 2 * i + 1 : -1, output.Span[i]);
        }
    }

    [Fact]
    public void SetBatch_cuts_blobs_that_are_set()
    {
        using ExecutableNetwork loaded = Load(TinyModels.Affine(_folder), 4);
        InferRequest request = loaded.Requests[0];
        float[] input = [.. Enumerable.Range(0, 16).Select(static i => (float)i)];
        float[] output = new float[16];
        using var inputBlob = Blob.FromArray(new TensorDesc(ElementType.F32, [4, 4]), input);
        using var outputBlob = Blob.FromArray(new TensorDesc(ElementType.F32, [4, 4]), output);

        request.SetBlob("x", inputBlob);
        request.SetBatch(2);
        request.SetBlob("y", outputBlob);
        request.Infer();
        Assert.Equal([1, 3, 5, 7, 9, 11, 13, 15, 0, 0, 0, 0, 0, 0, 0, 0], output);

        using var small = new Blob(new TensorDesc(ElementType.F32, [1, 4]));
        Assert.Contains("batch is 2", Assert.Throws<ArgumentException>(() => request.SetBlob("x", small)).Message);
        request.SetBatch(1);
        request.SetBlob("x", small);
    }

    [Fact]
    public void SetBatch_out_of_range_or_without_DYN_BATCH_ENABLED_is_refused()
    {
        using ExecutableNetwork loaded = Load(TinyModels.Affine(_folder), 4);
        foreach (int batch in (int[])[0, -1, 5])
            Assert.Throws<ArgumentOutOfRangeException>(() => loaded.Requests[0].SetBatch(batch));

        using Network network = TestCore.Shared.ReadNetwork(TinyModels.Affine(_folder));
        using ExecutableNetwork fixedBatch = TestCore.Shared.LoadNetwork(network, "CPU", new Dictionary<string, string> { ["DYN_BATCH_ENABLED"] = "NO" });
        Assert.Contains("DYN_BATCH_ENABLED", Assert.Throws<InvalidOperationException>(() => fixedBatch.Requests[0].SetBatch(1)).Message);
        Assert.Throws<ArgumentException>(() => TestCore.Shared.LoadNetwork(network, "CPU", new Dictionary<string, string> { ["DYN_BATCH_ENABLED"] = "MAYBE" }));
    }

    [Fact]
    public void SetBatch_is_refused_while_the_request_runs()
    {
        using ExecutableNetwork loaded = Load(SharedAssets.RequireModel("efficientnet-lite0.onnx"), 64);
        InferRequest request = loaded.Requests[0];
        request.AsyncInfer();
        Assert.Equal(StatusCode.REQUEST_BUSY, Assert.Throws<OpenVinoException>(() => request.SetBatch(1)).Status);
        request.Cancel();
        request.Wait();
        request.SetBatch(1);
    }

    [Fact]
    public void SetBatch_gives_the_golden_result_for_each_image_and_computes_less_for_fewer()
    {
        var golden = NpyFile.Read(SharedAssets.RequireGolden("chelsea-input-nchw-f32.npy"));
        var expected = NpyFile.Read(SharedAssets.RequireGolden("efficientnet-lite0-onnx.chelsea-output.npy"));
        using ExecutableNetwork loaded = Load(SharedAssets.RequireModel("efficientnet-lite0.onnx"), 8);
        InferRequest request = loaded.Requests[0];
        Span<float> input = request.InputBlobs[0].AsSpan<float>();
        for (int image = 0; image < 8; image++)
            golden.Values.CopyTo(input[(image * golden.Values.Length)..]);

        // An eighth and some: the time of processors, which other programs on the machine do not change much.
        TimeSpan one = ProcessorTime(1);
        TimeSpan all = ProcessorTime(8);
        Assert.True(one < all / 2, $"{one} for one image, {all} for eight");

        ReadOnlySpan<float> output = request.OutputBlobs[0].AsSpan<float>();
        for (int image = 0; image < 8; image++)
            Expect.Near(expected.Values, output.Slice(image * 1000, 1000), 1e-4f);

        TimeSpan ProcessorTime(int batch)
        {
            request.SetBatch(batch);
            request.Infer();
            TimeSpan start = Environment.CpuUsage.TotalTime;
            for (int i = 0; i < 5; i++)
                request.Infer();

            return Environment.CpuUsage.TotalTime - start;
        }
    }

    [Fact]
    public void The_limit_can_be_given_on_its_own_and_must_be_known()
    {
        using Network network = TestCore.Shared.ReadNetwork(SharedAssets.RequireModel("efficientnet-lite0.onnx"));
        var config = new Dictionary<string, string>(TestCore.SinglePrecision) { ["DYN_BATCH_ENABLED"] = "YES" };
        Assert.Contains("DYN_BATCH_LIMIT", Assert.Throws<ArgumentException>(() => TestCore.Shared.LoadNetwork(network, "CPU", config)).Message);

        config["DYN_BATCH_LIMIT"] = "3";
        using ExecutableNetwork loaded = TestCore.Shared.LoadNetwork(network, "CPU", config);
        Assert.Equal([3, 3, 224, 224], loaded.Requests[0].InputBlobs[0].TensorDesc.Dims);
    }

    public void Dispose() => _folder.Dispose();

    private static ExecutableNetwork Load(string path, int batch)
    {
        using Network network = TestCore.Shared.ReadNetwork(path);
        network.Batch = batch;
        return TestCore.Shared.LoadNetwork(network, "CPU", new Dictionary<string, string>(TestCore.SinglePrecision) { ["DYN_BATCH_ENABLED"] = "YES" });
    }
}
