using OpenVinoFlow.Native.Tests.Support;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Native.Tests;

public sealed class PrePostProcessorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Bytes_interleaved_with_mean_and_scale_give_what_the_golden_tensor_gives()
    {
        var golden = NpyFile.Read(SharedAssets.RequireGolden("chelsea-input-nchw-f32.npy"));
        var expected = NpyFile.Read(SharedAssets.RequireGolden("efficientnet-lite0-fp16-xml.chelsea-output.npy"));
        using Model model = TestCore.Shared.ReadModel(SharedAssets.RequireModel("efficientnet-lite0-fp16.xml"));
        using var processor = new PrePostProcessor(model);
        processor.Input("images")
            .TensorElementType(ElementType.U8).TensorLayout("NHWC").ModelLayout("NCHW")
            .ConvertElementType(ElementType.F32).Mean([127, 127, 127]).Scale([128, 128, 128]);
        using Model built = processor.Build();
        Assert.Equal("images u8 [1,224,224,3]", built.Inputs[0].ToString());

        using CompiledModel compiled = TestCore.Compile(built);
        using InferRequest request = compiled.CreateInferRequest();
        using (Tensor input = request.GetInputTensor(0))
        {
            Span<byte> pixels = input.AsSpan<byte>();
            for (int channel = 0; channel < 3; channel++)
            {
                for (int i = 0; i < 224 * 224; i++)
                    pixels[i * 3 + channel] = (byte)Math.Round(golden.Values[channel * 224 * 224 + i] * 128 + 127);
            }
        }

        request.Infer();
        using Tensor output = request.GetOutputTensor(0);
        Expect.Near(expected.Values, output.AsSpan<float>(), 1e-3f);
    }

    [Fact]
    public void Every_step_does_what_it_says()
    {
        float[] result = Run("1,2,2,2", input => input.TensorLayout("NCHW").ModelLayout("NCHW").ReverseChannels(), [1, 2, 3, 4, 5, 6, 7, 8]);
        Assert.Equal([5, 6, 7, 8, 1, 2, 3, 4], result);

        result = Run("1,2,2,2", input => input.TensorLayout("NHWC").ModelLayout("NCHW"), [1, 5, 2, 6, 3, 7, 4, 8]);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], result);

        result = Run("1,2,2,2", input => input.TensorLayout("NHWC").ModelLayout("NCHW").ConvertLayout("NCHW").Mean([1, 2]).Scale([2, 4]), [1, 6, 3, 10, 5, 14, 7, 18]);
        Assert.Equal([0, 1, 2, 3, 1, 2, 3, 4], result);

        result = Run("1,1,2,2", input => input.TensorLayout("NCHW").ModelLayout("NCHW").Mean(1).Scale(2), [1, 3, 5, 7]);
        Assert.Equal([0, 1, 2, 3], result);

        result = Run("1,1,2,2", input => input.TensorShape(ElementType.F32, [1, 1, 3, 3]).TensorLayout("NCHW").ModelLayout("NCHW").Crop([0, 0, 1, 1], [1, 1, 3, 3]), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
        Assert.Equal([5, 6, 8, 9], result);

        result = Run("1,1,2,3", input => input.TensorShape(ElementType.F32, [1, 1, 1, 2]).TensorLayout("NCHW").ModelLayout("NCHW").Pad([0, 0, 1, 0], [0, 0, 0, 1], 9, PaddingMode.Constant), [1, 2]);
        Assert.Equal([9, 9, 9, 1, 2, 9], result);

        result = Run("1,1,2,2", input => input.TensorLayout("NCHW").ModelLayout("NCHW").TensorSpatialShape(4, 4).Resize(ResizeAlgorithm.Nearest), [1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4]);
        Assert.Equal([1, 2, 3, 4], result);

        result = Run("1,1,1,3", input => input.TensorColorFormat(ColorFormat.Bgr).TensorLayout("NHWC").ConvertColor(ColorFormat.Rgb).ModelLayout("NHWC"), [1, 2, 3]);
        Assert.Equal([3, 2, 1], result);
    }

    [Fact]
    public void An_output_is_converted()
    {
        using Model model = TestCore.Shared.ReadModel(TinyModels.Affine(_folder));
        using var processor = new PrePostProcessor(model);
        processor.Output("y").TensorElementType(ElementType.I32);
        using Model built = processor.Build();
        using CompiledModel compiled = TestCore.Compile(built);
        Assert.Equal(ElementType.I32, compiled.Outputs[0].ElementType);
        using InferRequest request = compiled.CreateInferRequest();
        using (Tensor input = request.GetInputTensor(0))
            input.AsSpan<float>().Fill(20);

        request.Infer();
        using Tensor output = request.GetOutputTensor(0);
        Assert.Equal([41, 41, 41, 41], output.AsSpan<int>().ToArray());
    }

    [Fact]
    public void Steps_that_do_not_fit_are_refused_with_the_input_named()
    {
        using Model model = TestCore.Shared.ReadModel(TinyModels.Affine(_folder));
        using var processor = new PrePostProcessor(model);
        Assert.Throws<ArgumentException>(() => processor.Input("z"));
        Assert.Throws<ArgumentOutOfRangeException>(() => processor.Input(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => processor.Output(1));
        Assert.Throws<OpenVinoException>(() => processor.Input(0).TensorLayout("N[C"));
        processor.Input(0).Mean([1, 2, 3]);
        Assert.Throws<OpenVinoException>(() => processor.Build());
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Runs the preprocessing alone: the network behind it changes nothing.</summary>
    private float[] Run(string shape, Action<InputPreprocessing> steps, float[] values)
    {
        var ir = new IrModel("identity");
        int x = ir.Parameter("x", shape);
        ir.Result(ir.Binary("Add", shape, x, ir.Const("1", 0f), "y"));
        using Model model = TestCore.Shared.ReadModel(ir.Save(_folder));
        using var processor = new PrePostProcessor(model);
        steps(processor.Input(0));
        using Model built = processor.Build();
        using CompiledModel compiled = TestCore.Compile(built);
        using InferRequest request = compiled.CreateInferRequest();
        using (Tensor input = request.GetInputTensor(0))
            values.CopyTo(input.AsSpan<float>());

        request.Infer();
        using Tensor output = request.GetOutputTensor(0);
        return output.AsSpan<float>().ToArray();
    }
}
