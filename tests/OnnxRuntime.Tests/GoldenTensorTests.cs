using System.Runtime.InteropServices;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Preprocess.Files;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.OnnxRuntime.Tests;

/// <summary>The same tensor in as the reference had, and the same out.</summary>
public class GoldenTensorTests
{
    [Fact]
    public void Efficientnet_gives_the_reference_output() =>
        CheckGolden("efficientnet-lite0.onnx", "chelsea-input-nchw-f32.npy", "efficientnet-lite0-onnx.chelsea-output.npy", 1e-4f);

    [Theory]
    [InlineData("ppocrv4-det.page-320x320-input.npy", "ppocrv4-det.page-320x320-output.npy")]
    [InlineData("ppocrv4-det.page-192x384-input.npy", "ppocrv4-det.page-192x384-output.npy")]
    public void A_model_of_dynamic_size_is_compiled_for_each_size(string input, string output) =>
        CheckGolden("ppocrv4-det.onnx", input, output, 1e-3f);

    [Fact]
    public void A_batch_gives_each_image_its_own_output()
    {
        using var bench = new EngineBench("efficientnet-lite0.onnx", 224, 224, batch: 3);
        NpyArray input = NpyArray.Read(SharedAssets.RequireGolden("chelsea-input-nchw-f32.npy"));
        NpyArray golden = NpyArray.Read(SharedAssets.RequireGolden("efficientnet-lite0-onnx.chelsea-output.npy"));
        MemoryMarshal.AsBytes(input.ToSingles()).CopyTo(bench.Buffers.Place(0));
        MemoryMarshal.AsBytes(input.ToSingles()).CopyTo(bench.Buffers.Place(2));

        Assert.Equal(InferStatus.Done, bench.Run().Status);

        float[] all = bench.Output(0);
        Assert.Equal(3000, all.Length);
        Assert.InRange(TensorDifference.Between(all.AsSpan(0, 1000), golden.ToSingles()).Largest, 0, 1e-4);
        Assert.InRange(TensorDifference.Between(all.AsSpan(2000, 1000), golden.ToSingles()).Largest, 0, 1e-4);
        Assert.True(TensorDifference.Between(all.AsSpan(1000, 1000), golden.ToSingles()).Largest > 0.1);
    }

    private static void CheckGolden(string model, string inputFile, string outputFile, float tolerance)
    {
        NpyArray input = NpyArray.Read(SharedAssets.RequireGolden(inputFile));
        NpyArray golden = NpyArray.Read(SharedAssets.RequireGolden(outputFile));
        using var bench = new EngineBench(model, input.Shape[3], input.Shape[2]);
        MemoryMarshal.AsBytes(input.ToSingles()).CopyTo(bench.Buffers.Place(0));

        Assert.Equal(InferStatus.Done, bench.Run().Status);
        Assert.Equal(golden.Shape.Select(dim => (long)dim), bench.Buffers.Outputs[0].Dims.ToArray());
        Assert.InRange(TensorDifference.Between(bench.Output(0), golden.ToSingles()).Largest, 0, tolerance);
    }
}
