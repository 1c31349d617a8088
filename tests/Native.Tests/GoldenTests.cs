using OpenVinoFlow.Native.Tests.Support;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Native.Tests;

/// <summary>Real networks against reference results.</summary>
public sealed class GoldenTests
{
    [Theory]
    [InlineData("efficientnet-lite0-fp16.xml", "efficientnet-lite0-fp16-xml.chelsea-output.npy", 1e-4f)]
    [InlineData("efficientnet-lite0-int8.xml", "efficientnet-lite0-int8-xml.chelsea-output.npy", 2e-2f)]
    [InlineData("efficientnet-lite0.onnx", "efficientnet-lite0-onnx.chelsea-output.npy", 1e-4f)]
    public void Golden_tensor_in_gives_golden_tensor_out(string file, string golden, float tolerance)
    {
        var input = NpyFile.Read(SharedAssets.RequireGolden("chelsea-input-nchw-f32.npy"));
        var expected = NpyFile.Read(SharedAssets.RequireGolden(golden));
        using CompiledModel compiled = TestCore.Compile(SharedAssets.RequireModel(file));
        using InferRequest request = compiled.CreateInferRequest();
        using var tensor = new Tensor(ElementType.F32, input.Shape);
        input.Values.CopyTo(tensor.AsSpan<float>());

        request.SetInputTensor(0, tensor);
        request.StartAsync();
        Assert.Equal(StatusCode.OK, request.Wait());

        using Tensor output = request.GetOutputTensor(0);
        Assert.Equal(expected.Shape, output.Shape);
        Expect.Near(expected.Values, output.AsSpan<float>(), tolerance);
    }

    [Fact]
    public void A_dynamic_model_takes_both_golden_sizes_and_goes_on_after_a_size_that_fails_inside_the_graph()
    {
        using CompiledModel compiled = TestCore.Compile(SharedAssets.RequireModel("ppocrv4-det.onnx"));
        using InferRequest request = compiled.CreateInferRequest();
        Assert.True(compiled.Inputs[0].PartialShape.IsDynamic);

        Check(request, "page-192x384");
        Check(request, "page-320x320");

        using var impossible = new Tensor(ElementType.F32, [1, 3, 30, 50]);
        request.SetInputTensor(0, impossible);
        request.StartAsync();
        Assert.Equal(StatusCode.GENERAL_ERROR, request.Wait());
        Assert.False(string.IsNullOrEmpty(request.LastError));
        Assert.Equal(StatusCode.GENERAL_ERROR, request.Wait());

        Check(request, "page-192x384");
        Assert.Null(request.LastError);
    }

    private static void Check(InferRequest request, string page)
    {
        var input = NpyFile.Read(SharedAssets.RequireGolden($"ppocrv4-det.{page}-input.npy"));
        var expected = NpyFile.Read(SharedAssets.RequireGolden($"ppocrv4-det.{page}-output.npy"));
        using var tensor = new Tensor(ElementType.F32, input.Shape);
        input.Values.CopyTo(tensor.AsSpan<float>());
        request.SetInputTensor(0, tensor);
        request.StartAsync();
        Assert.Equal(StatusCode.OK, request.Wait());

        using Tensor output = request.GetOutputTensor(0);
        Assert.Equal(expected.Shape, output.Shape);
        Expect.Near(expected.Values, output.AsSpan<float>(), 2e-3f);
    }
}
