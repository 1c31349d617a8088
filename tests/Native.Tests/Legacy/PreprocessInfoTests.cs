using OpenVinoFlow.Native.Legacy;
using OpenVinoFlow.Native.Tests.Support;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Native.Tests.Legacy;

/// <summary><c>set_blob</c> with <c>preprocess_info</c>, and <c>preprocess_info</c> read back.</summary>
public sealed class PreprocessInfoTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void SetBlob_with_mean_and_scale_gives_the_golden_result_and_reads_back()
    {
        var golden = NpyFile.Read(SharedAssets.RequireGolden("chelsea-input-nchw-f32.npy"));
        var expected = NpyFile.Read(SharedAssets.RequireGolden("efficientnet-lite0-fp16-xml.chelsea-output.npy"));
        using Network network = TestCore.Shared.ReadNetwork(SharedAssets.RequireModel("efficientnet-lite0-fp16.xml"));
        using ExecutableNetwork loaded = TestCore.Shared.LoadNetwork(network, "CPU", TestCore.SinglePrecision);
        InferRequest request = loaded.Requests[0];
        var info = new PreprocessInfo { Channels = [new(127, 128), new(127, 128), new(127, 128)] };
        using var blob = new Blob(new TensorDesc(ElementType.U8, [1, 224, 224, 3], "NHWC"));
        ToBytes(golden.Values, blob.AsSpan<byte>());
        Assert.Equal(PreprocessInfo.None, request.PreprocessInfo["images"]);

        request.SetBlob("images", blob, info);
        request.AsyncInfer();
        Assert.Equal(StatusCode.OK, request.Wait());

        Assert.Equal(info, request.PreprocessInfo["images"]);
        Assert.Same(blob, request.InputBlobs["images"]);
        Expect.Near(expected.Values, request.OutputBlobs["probabilities"].AsSpan<float>(), 1e-3f);
    }

    [Fact]
    public void SetBlob_goes_from_one_preprocessing_to_another_and_back()
    {
        InferRequest request = Identity("1,2,1,2", out ExecutableNetwork loaded);
        using (loaded)
        {
            using var floats = Blob.FromArray(new TensorDesc(ElementType.F32, [1, 2, 1, 2]), new float[] { 1, 2, 3, 4 });
            using var bytes = Blob.FromArray(new TensorDesc(ElementType.U8, [1, 1, 2, 2], "NHWC"), new byte[] { 1, 3, 2, 4 });
            var half = new PreprocessInfo { Channels = [new(1, 2), new(3, 2)] };
            var mean = new PreprocessInfo { Channels = [new(1), new(1)] };

            for (int round = 0; round < 3; round++)
            {
                request.SetBlob("x", floats, PreprocessInfo.None);
                Assert.Equal([1, 2, 3, 4], Result(request));

                request.SetBlob("x", bytes, half);
                Assert.Equal([0, 0.5f, 0, 0.5f], Result(request));
                Assert.Equal(half, request.PreprocessInfo["x"]);

                request.SetBlob("x", floats, mean);
                Assert.Equal([0, 1, 2, 3], Result(request));

                // Without a word about preprocessing, it stays.
                request.SetBlob("x", floats);
                Assert.Equal([0, 1, 2, 3], Result(request));
            }
        }
    }

    [Fact]
    public void SetBlob_resizes_blobs_of_any_size()
    {
        InferRequest request = Identity("1,1,2,2", out ExecutableNetwork loaded);
        using (loaded)
        {
            var info = new PreprocessInfo { ResizeAlgorithm = ResizeAlgorithm.Nearest };
            using var four = Blob.FromArray(new TensorDesc(ElementType.U8, [1, 1, 4, 4]), new byte[] { 1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4 });
            using var six = new Blob(new TensorDesc(ElementType.U8, [1, 1, 6, 2]));
            six.AsSpan<byte>().Fill(7);
            using var same = Blob.FromArray(new TensorDesc(ElementType.U8, [1, 1, 2, 2]), new byte[] { 5, 6, 7, 8 });

            request.SetBlob("x", four, info);
            Assert.Equal([1, 2, 3, 4], Result(request));
            request.SetBlob("x", six);
            Assert.Equal([7, 7, 7, 7], Result(request));
            request.SetBlob("x", same);
            Assert.Equal([5, 6, 7, 8], Result(request));
        }
    }

    [Fact]
    public void SetBlob_converts_colours_and_layouts()
    {
        InferRequest request = Identity("1,3,1,2", out ExecutableNetwork loaded);
        using (loaded)
        {
            using var rgb = Blob.FromArray(new TensorDesc(ElementType.U8, [1, 1, 2, 3], "NHWC"), new byte[] { 1, 2, 3, 4, 5, 6 });
            request.SetBlob("x", rgb, new PreprocessInfo { ColorFormat = ColorFormat.Rgb });
            Assert.Equal([3, 6, 2, 5, 1, 4], Result(request));

            request.SetBlob("x", rgb, new PreprocessInfo { ColorFormat = ColorFormat.Rgb, NetworkColorFormat = ColorFormat.Rgb });
            Assert.Equal([1, 4, 2, 5, 3, 6], Result(request));

            using var unnamed = Blob.FromArray(new TensorDesc(ElementType.U8, [1, 1, 2, 3], ""), new byte[] { 1, 2, 3, 4, 5, 6 });
            request.SetBlob("x", unnamed, new PreprocessInfo { Layout = "NHWC" });
            Assert.Equal([1, 4, 2, 5, 3, 6], Result(request));

            using var rgbx = Blob.FromArray(new TensorDesc(ElementType.U8, [1, 1, 2, 4], "NHWC"), new byte[] { 1, 2, 3, 0, 4, 5, 6, 0 });
            request.SetBlob("x", rgbx, new PreprocessInfo { ColorFormat = ColorFormat.Rgbx });
            Assert.Equal([3, 6, 2, 5, 1, 4], Result(request));
        }
    }

    [Fact]
    public void SetBlob_takes_video_frames()
    {
        InferRequest request = Identity("1,3,2,2", out ExecutableNetwork loaded);
        using (loaded)
        {
            // Grey: luminance only, chrominance neutral.
            using var nv12 = Blob.FromArray(new TensorDesc(ElementType.U8, [1, 3, 2, 1], "NHWC"), new byte[] { 126, 126, 126, 126, 128, 128 });
            request.SetBlob("x", nv12, new PreprocessInfo { ColorFormat = ColorFormat.Nv12SinglePlane });
            float[] grey = Result(request);
            Assert.Equal(12, grey.Length);
            Assert.All(grey, static value => Assert.InRange(value, 127, 129.5f));

            using var larger = new Blob(new TensorDesc(ElementType.U8, [1, 6, 4, 1], "NHWC"));
            larger.AsSpan<byte>().Fill(128);
            request.SetBlob("x", larger, new PreprocessInfo { ColorFormat = ColorFormat.Nv12SinglePlane, ResizeAlgorithm = ResizeAlgorithm.Linear });
            Assert.All(Result(request), static value => Assert.InRange(value, 129, 132));
        }
    }

    [Fact]
    public void SetBlob_subtracts_a_mean_image()
    {
        InferRequest request = Identity("1,2,1,2", out ExecutableNetwork loaded);
        using (loaded)
        {
            var info = new PreprocessInfo
            {
                Channels = [new(0, 2) { MeanData = new float[] { 1, 2 } }, new(0, 4) { MeanData = new float[] { 3, 4 } }],
                ResizeAlgorithm = ResizeAlgorithm.Nearest,
            };
            using var bytes = Blob.FromArray(new TensorDesc(ElementType.U8, [1, 1, 2, 2], "NHWC"), new byte[] { 11, 23, 22, 44 });
            request.SetBlob("x", bytes, info);
            Assert.Equal([5, 10, 5, 10], Result(request));
            Assert.Equal(info, request.PreprocessInfo["x"]);

            request.AsyncInfer();
            Assert.Equal(StatusCode.OK, request.Wait());
            Assert.Equal([5, 10, 5, 10], request.OutputBlobs[0].AsSpan<float>().ToArray());

            using var larger = Blob.FromArray(new TensorDesc(ElementType.U8, [1, 2, 2, 2], "NHWC"), new byte[] { 11, 23, 22, 44, 11, 23, 22, 44 });
            request.SetBlob("x", larger);
            Assert.Equal([5, 10, 5, 10], Result(request));

            using var floats = Blob.FromArray(new TensorDesc(ElementType.F32, [1, 2, 1, 2]), new float[] { 1, 2, 3, 4 });
            request.SetBlob("x", floats, PreprocessInfo.None);
            Assert.Equal([1, 2, 3, 4], Result(request));
        }
    }

    [Fact]
    public void PreprocessInfo_of_one_input_leaves_the_others_as_they_are()
    {
        var ir = new IrModel("two");
        int a = ir.Parameter("a", "1,1,1,2");
        int b = ir.Parameter("b", "1,1,1,2");
        ir.Result(ir.Binary("Add", "1,1,1,2", a, b, "y"));
        using Network network = TestCore.Shared.ReadNetwork(ir.Save(_folder));
        using ExecutableNetwork loaded = TestCore.Shared.LoadNetwork(network, "CPU", TestCore.SinglePrecision);
        InferRequest request = loaded.Requests[0];
        float[] result = new float[2];
        using var output = Blob.FromArray(new TensorDesc(ElementType.F32, [1, 1, 1, 2]), result);
        using var bytes = Blob.FromArray(new TensorDesc(ElementType.U8, [1, 1, 1, 2]), new byte[] { 10, 20 });
        request.InputBlobs["a"].AsSpan<float>().Fill(100);
        request.SetBlob("y", output);

        request.SetBlob("b", bytes, new PreprocessInfo { Channels = [new(0, 10)] });
        request.Infer();

        Assert.Equal([101, 102], result);
        Assert.Equal(PreprocessInfo.None, request.PreprocessInfo["a"]);
        request.InputBlobs["a"].AsSpan<float>().Fill(200);
        request.Infer();
        Assert.Equal([201, 202], result);
    }

    [Fact]
    public void PreprocessInfo_of_the_network_is_where_requests_begin()
    {
        using Network network = TestCore.Shared.ReadNetwork(Save("1,1,1,2"));
        var info = new PreprocessInfo { Channels = [new(1, 2)] };
        network.InputInfo["x"].Precision = ElementType.U8;
        network.InputInfo["x"].PreprocessInfo = info;
        network.OutputInfo["y"].Precision = ElementType.I32;
        using ExecutableNetwork loaded = TestCore.Shared.LoadNetwork(network, "CPU", TestCore.SinglePrecision);
        InferRequest request = loaded.Requests[0];

        Assert.Equal(info, request.PreprocessInfo["x"]);
        request.Infer(new Dictionary<string, InferInput> { ["x"] = new byte[] { 5, 9 } });
        Assert.Equal([2, 4], request.OutputBlobs["y"].AsSpan<int>().ToArray());
    }

    [Fact]
    public void Preprocessing_that_does_not_fit_is_refused_with_the_reason()
    {
        InferRequest request = Identity("1,2,1,2", out ExecutableNetwork loaded);
        using (loaded)
        {
            using var blob = new Blob(new TensorDesc(ElementType.F32, [1, 2, 1, 2]));
            Assert.Contains("3 channels", Assert.Throws<ArgumentException>(() => request.SetBlob("x", blob, new PreprocessInfo { Channels = [new(), new(), new()] })).Message);
            Assert.Contains("scale of 0", Assert.Throws<ArgumentException>(() => request.SetBlob("x", blob, new PreprocessInfo { Channels = [new(), new(0, 0)] })).Message);
            Assert.Contains("some channels only", Assert.Throws<ArgumentException>(() => request.SetBlob("x", blob, new PreprocessInfo { Channels = [new() { MeanData = new float[2] }, new()] })).Message);
            Assert.Contains("1 x 2 = 2", Assert.Throws<ArgumentException>(() => request.SetBlob("x", blob, new PreprocessInfo { Channels = [new() { MeanData = new float[3] }, new() { MeanData = new float[3] }] })).Message);
            using var other = new Blob(new TensorDesc(ElementType.F32, [1, 2, 5, 5]));
            Assert.Contains("[1,2,1,2]", Assert.Throws<ArgumentException>(() => request.SetBlob("x", other, PreprocessInfo.None)).Message);

            // After every refusal the request still works as before.
            blob.AsSpan<float>().Fill(3);
            request.SetBlob("x", blob, PreprocessInfo.None);
            Assert.Equal([3, 3, 3, 3], Result(request));
        }

        string file = _folder.File("identity.blob");
        using (CompiledModel compiled = TestCore.Compile(Save("1,2,1,2")))
            compiled.Export(file);

        using ExecutableNetwork imported = TestCore.Shared.ImportNetwork(file);
        using var plain = new Blob(new TensorDesc(ElementType.F32, [1, 2, 1, 2]));
        imported.Requests[0].SetBlob("x", plain);
        Assert.Throws<NotSupportedException>(() => imported.Requests[0].SetBlob("x", plain, PreprocessInfo.None));
    }

    public void Dispose() => _folder.Dispose();

    private static void ToBytes(float[] planes, Span<byte> pixels)
    {
        int size = pixels.Length / 3;
        for (int channel = 0; channel < 3; channel++)
        {
            for (int i = 0; i < size; i++)
                pixels[i * 3 + channel] = (byte)Math.Round(planes[channel * size + i] * 128 + 127);
        }
    }

    private static float[] Result(InferRequest request)
    {
        request.Infer();
        return request.OutputBlobs["y"].AsSpan<float>().ToArray();
    }

    private string Save(string shape)
    {
        var ir = new IrModel("identity");
        int x = ir.Parameter("x", shape);
        ir.Result(ir.Binary("Add", shape, x, ir.Const("1", 0f), "y"));
        return ir.Save(_folder);
    }

    private InferRequest Identity(string shape, out ExecutableNetwork loaded)
    {
        using Network network = TestCore.Shared.ReadNetwork(Save(shape));
        network.InputInfo["x"].NetworkLayout = "NCHW";
        network.InputInfo["x"].Layout = "NCHW";
        loaded = TestCore.Shared.LoadNetwork(network, "CPU", TestCore.SinglePrecision);
        return loaded.Requests[0];
    }
}
