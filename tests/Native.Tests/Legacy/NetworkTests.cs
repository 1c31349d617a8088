using OpenVinoFlow.Native.Legacy;
using OpenVinoFlow.Native.Tests.Support;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Native.Tests.Legacy;

/// <summary>The way to a request: <c>read_network</c>, <c>load_network</c>, <c>import_network</c> and what is set between.</summary>
public sealed class NetworkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void ReadNetwork_tells_inputs_and_outputs_by_name()
    {
        using Network network = TestCore.Shared.ReadNetwork(SharedAssets.RequireModel("efficientnet-lite0-fp16.xml"));
        InputInfo input = network.InputInfo["images"];
        Assert.Equal((ElementType.F32, "NCHW", "[1,3,224,224]"), (input.Precision, input.Layout, input.Dims.ToString()));
        OutputInfo output = network.OutputInfo["probabilities"];
        Assert.Equal((ElementType.F32, "NC", "[1,1000]"), (output.Precision, output.Layout, output.Dims.ToString()));
        Assert.NotEmpty(network.Name);

        using Network face = TestCore.Shared.ReadNetwork(SharedAssets.RequireModel("face_detection_short_range.tflite"));
        Assert.Equal("NHWC", Assert.Single(face.InputInfo.Values).NetworkLayout);
        Assert.Equal(2, face.OutputInfo.Count);
    }

    [Fact]
    public void Batch_reads_and_reshapes()
    {
        using Network network = TestCore.Shared.ReadNetwork(SharedAssets.RequireModel("efficientnet-lite0.onnx"));
        Assert.Equal(-1, network.Batch);
        network.Batch = 4;
        Assert.Equal(4, network.Batch);
        Assert.Equal("[4,3,224,224]", network.InputInfo["images"].Dims.ToString());
        Assert.Equal("[4,1000]", network.OutputInfo["probabilities"].Dims.ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Batch = 0);

        network.Reshape(new Dictionary<string, PartialShape> { ["images"] = PartialShape.Parse("2,3,224,224") });
        Assert.Equal(2, network.Batch);
        using ExecutableNetwork loaded = TestCore.Shared.LoadNetwork(network, "CPU", TestCore.SinglePrecision);
        Assert.Equal([2, 1000], loaded.Requests[0].OutputBlobs[0].TensorDesc.Dims);
    }

    [Fact]
    public void LoadNetwork_makes_as_many_requests_as_asked_or_as_keep_the_device_busy()
    {
        using Network network = TestCore.Shared.ReadNetwork(TinyModels.Affine(_folder));
        using ExecutableNetwork one = TestCore.Shared.LoadNetwork(network);
        Assert.Single(one.Requests);
        using ExecutableNetwork three = TestCore.Shared.LoadNetwork(network, "CPU", null, 3);
        Assert.Equal(3, three.Requests.Distinct().Count());
        using ExecutableNetwork best = TestCore.Shared.LoadNetwork(network, "CPU", new Dictionary<string, string> { ["NUM_STREAMS"] = "2" }, 0);
        Assert.Equal(best.CompiledModel.OptimalNumberOfInferRequests, best.Requests.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => TestCore.Shared.LoadNetwork(network, "CPU", null, -1));
    }

    [Fact]
    public void LoadNetwork_understands_the_original_keys()
    {
        using Network network = TestCore.Shared.ReadNetwork(TinyModels.Affine(_folder));
        var config = new Dictionary<string, string>
        {
            ["CPU_THROUGHPUT_STREAMS"] = "2",
            ["CPU_THREADS_NUM"] = "2",
            ["CPU_BIND_THREAD"] = "NO",
            ["ENFORCE_BF16"] = "NO",
            ["PERF_COUNT"] = "YES",
        };
        using ExecutableNetwork loaded = TestCore.Shared.LoadNetwork(network, "CPU", config);
        Assert.Equal("2", loaded.CompiledModel.GetProperty("NUM_STREAMS"));
        Assert.Equal("2", loaded.CompiledModel.GetProperty("INFERENCE_NUM_THREADS"));
        Assert.Equal("f32", loaded.CompiledModel.GetProperty("INFERENCE_PRECISION_HINT"));
        Assert.Contains("NO_SUCH_KEY", Assert.Throws<OpenVinoException>(() => TestCore.Shared.LoadNetwork(network, "CPU", new Dictionary<string, string> { ["NO_SUCH_KEY"] = "1" })).Message);
    }

    [Fact]
    public void SetConfig_holds_for_what_is_loaded_later()
    {
        SharedAssets.RequireOpenVino();
        using var core = new Core();
        core.SetConfig(new Dictionary<string, string> { ["PERF_COUNT"] = "YES", ["INFERENCE_PRECISION_HINT"] = "f32" }, "CPU");
        using Network network = core.ReadNetwork(TinyModels.Affine(_folder));
        using ExecutableNetwork loaded = core.LoadNetwork(network);
        loaded.Requests[0].Infer();
        Assert.NotEmpty(loaded.Requests[0].GetPerfCounts());
        Assert.Throws<NotSupportedException>(() => core.SetConfig(new Dictionary<string, string> { ["DYN_BATCH_ENABLED"] = "YES" }, "CPU"));
    }

    [Fact]
    public void Export_and_ImportNetwork_give_the_same_results()
    {
        string file = _folder.File("network.blob");
        float[] expected;
        using (Network network = TestCore.Shared.ReadNetwork(SharedAssets.RequireModel("efficientnet-lite0-fp16.xml")))
        using (ExecutableNetwork loaded = TestCore.Shared.LoadNetwork(network, "CPU", TestCore.SinglePrecision))
        {
            loaded.Export(file);
            expected = Run(loaded.Requests[0]);
        }

        // The precision is not part of the file.
        using var core = new Core();
        using ExecutableNetwork imported = core.ImportNetwork(file, "CPU", TestCore.SinglePrecision, 2);
        Assert.Equal(2, imported.Requests.Count);
        Assert.Equal(expected, Run(imported.Requests[1]));
        Assert.Throws<FileNotFoundException>(() => TestCore.Shared.ImportNetwork(_folder.File("none.blob")));
    }

    [Fact]
    public void A_network_may_be_loaded_twice_and_disposed_before_its_requests_run()
    {
        Network network = TestCore.Shared.ReadNetwork(TinyModels.Affine(_folder));
        using ExecutableNetwork first = TestCore.Shared.LoadNetwork(network, "CPU", TestCore.SinglePrecision);
        network.InputInfo["x"].Precision = ElementType.U8;
        using ExecutableNetwork second = TestCore.Shared.LoadNetwork(network, "CPU", TestCore.SinglePrecision);
        network.Dispose();

        first.Requests[0].Infer("x", (ReadOnlySpan<float>)[1, 2, 3, 4]);
        second.Requests[0].Infer("x", (ReadOnlySpan<byte>)[1, 2, 3, 4]);
        Assert.Equal(first.Requests[0].OutputBlobs[0].AsSpan<float>().ToArray(), second.Requests[0].OutputBlobs[0].AsSpan<float>().ToArray());
    }

    public void Dispose() => _folder.Dispose();

    private static float[] Run(InferRequest request)
    {
        Span<float> input = request.InputBlobs[0].AsSpan<float>();
        for (int i = 0; i < input.Length; i++)
            input[i] = i % 97 / 97f;

        request.Infer();
        return request.OutputBlobs[0].AsSpan<float>().ToArray();
    }
}
