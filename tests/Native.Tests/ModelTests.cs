using OpenVinoFlow.Native.Tests.Support;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Native.Tests;

public sealed class ModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Ports_tell_name_type_and_shape()
    {
        using Model model = TestCore.Shared.ReadModel(SharedAssets.RequireModel("efficientnet-lite0.onnx"));
        Assert.Equal("images f32 [?,3,224,224]", Assert.Single(model.Inputs).ToString());
        Assert.Equal("probabilities", Assert.Single(model.Outputs).Name);
        Assert.True(model.IsDynamic);
        Assert.NotEmpty(model.Name);
    }

    [Fact]
    public void A_tflite_model_with_two_outputs_is_read()
    {
        using Model model = TestCore.Shared.ReadModel(SharedAssets.RequireModel("face_detection_short_range.tflite"));
        Assert.Single(model.Inputs);
        Assert.Equal(2, model.Outputs.Count);
    }

    [Fact]
    public void Reshape_works_by_index_by_name_and_for_the_only_input()
    {
        using Model model = TestCore.Shared.ReadModel(SharedAssets.RequireModel("efficientnet-lite0.onnx"));

        model.Reshape(0, PartialShape.Parse("4,3,224,224"));
        Assert.Equal("[4,3,224,224]", model.Inputs[0].PartialShape.ToString());
        Assert.Equal("[4,1000]", model.Outputs[0].PartialShape.ToString());
        Assert.False(model.IsDynamic);

        model.Reshape("images", PartialShape.Parse("1..8,3,224,224"));
        Assert.Equal("[1..8,3,224,224]", model.Inputs[0].PartialShape.ToString());

        model.Reshape([2, 3, 224, 224]);
        Assert.Equal("[2,1000]", model.Outputs[0].PartialShape.ToString());
    }

    [Fact]
    public void Impossible_shapes_and_inputs_are_refused_with_what_was_asked()
    {
        using Model model = TestCore.Shared.ReadModel(SharedAssets.RequireModel("efficientnet-lite0-fp16.xml"));

        Assert.Contains("[1,5,224,224]", Assert.Throws<OpenVinoException>(() => model.Reshape(0, PartialShape.Parse("1,5,224,224"))).Message);
        Assert.Contains("images f32", Assert.Throws<ArgumentException>(() => model.Reshape("pictures", PartialShape.Parse("1,3,224,224"))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Reshape(1, PartialShape.Parse("1,3,224,224")));
        Assert.Throws<ArgumentException>(() => model.Reshape(PartialShape.DynamicRank));
        Assert.Throws<ArgumentException>(() => model.Reshape(PartialShape.Parse("2..,3,224,224")));
    }

    [Fact]
    public void Nameless_ports_are_found_by_their_index()
    {
        using Model model = TestCore.Shared.ReadModel(TinyModels.Nameless(_folder));
        Assert.Equal(["#0", "#1"], model.Inputs.Select(static port => port.Key));
        Assert.All(model.Inputs, static port => Assert.Null(port.Name));
        Assert.Equal(1, model.FindOutput("#1").Index);
        model.Reshape("#1", PartialShape.Parse("1,4"));

        using CompiledModel compiled = TestCore.Compile(model);
        using InferRequest request = compiled.CreateInferRequest();
        using (Tensor a = request.GetInputTensor(0))
        using (Tensor b = request.GetInputTensor(compiled.FindInput("#1").Index))
        {
            a.AsSpan<float>().Fill(3);
            b.AsSpan<float>().Fill(4);
        }

        request.Infer();
        using Tensor sum = request.GetOutputTensor(0);
        using Tensor product = request.GetOutputTensor(1);
        Assert.Equal(7f, sum.AsSpan<float>()[0]);
        Assert.Equal(12f, product.AsSpan<float>()[0]);
    }

    [Fact]
    public void Any_name_of_a_tensor_finds_it()
    {
        var ir = new IrModel("aliases");
        int x = ir.Parameter("first,second", "1,4");
        ir.Result(ir.Unary("Relu", "1,4", x, "out,result"));
        using Model model = TestCore.Shared.ReadModel(ir.Save(_folder));
        using CompiledModel compiled = TestCore.Compile(model);

        foreach (string name in (string[])["first", "second"])
        {
            Assert.Equal(0, model.FindInput(name).Index);
            Assert.Equal(0, compiled.FindInput(name).Index);
        }

        Assert.Equal(0, model.FindOutput("result").Index);
        Assert.Equal(0, compiled.FindOutput("out").Index);
    }

    [Fact]
    public void What_is_not_a_model_gives_one_clear_exception()
    {
        Core core = TestCore.Shared;
        Assert.Contains("does not exist", Assert.Throws<FileNotFoundException>(() => core.ReadModel(_folder.File("none.onnx"))).Message);

        string half = _folder.File("half.onnx");
        byte[] whole = File.ReadAllBytes(SharedAssets.RequireModel("efficientnet-lite0.onnx"));
        File.WriteAllBytes(half, whole.AsSpan(0, whole.Length / 2));
        Assert.Contains("half.onnx", Assert.Throws<OpenVinoException>(() => core.ReadModel(half)).Message);

        string text = _folder.File("text.xml");
        File.WriteAllText(text, "this is not a network");
        Assert.Contains("text.xml", Assert.Throws<OpenVinoException>(() => core.ReadModel(text)).Message);
    }

    public void Dispose() => _folder.Dispose();
}
