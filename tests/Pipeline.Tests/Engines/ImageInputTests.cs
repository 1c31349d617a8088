using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.Pipeline.Tests.Engines;

public class ImageInputTests
{
    [Theory]
    [InlineData("1,3,224,320", 3, null, null, ImageLayout.Nchw, 320, 224)]
    [InlineData("-1,3,-1,-1", 3, 640, 480, ImageLayout.Nchw, 640, 480)]
    [InlineData("1,128,96,3", 3, null, null, ImageLayout.Nhwc, 96, 128)]
    [InlineData("1,1,32,100", 1, null, null, ImageLayout.Nchw, 100, 32)]
    [InlineData("1,-1,32,100", 3, null, null, ImageLayout.Nchw, 100, 32)]
    [InlineData("1,224,224,-1", 3, null, null, ImageLayout.Nhwc, 224, 224)]
    [InlineData("1,3,224,224", 3, 64, 32, ImageLayout.Nchw, 64, 32)]
    public void Layout_and_size_are_found(string dims, int channels, int? width, int? height, ImageLayout layout, int expectedWidth, int expectedHeight)
    {
        ImageInput image = ImageInput.Find(Model(dims), channels, width, height);
        Assert.Equal(new ImageInput(0, layout, channels, expectedHeight, expectedWidth), image);
    }

    [Theory]
    [InlineData("1,3,-1,224", 3, "dynamic height: set preprocess.resize.height")]
    [InlineData("1,3,224,-1", 3, "dynamic width: set preprocess.resize.width")]
    [InlineData("1,3,224,224", 1, "preprocess.color")]
    [InlineData("1,4,224,224", 3, "preprocess.color")]
    [InlineData("1,1000", 3, "four (NCHW or NHWC)")]
    public void What_does_not_fit_is_explained(string dims, int channels, string said) =>
        Assert.Contains(said, Assert.Throws<InferenceException>(() => ImageInput.Find(Model(dims), channels, null, null)).Message, StringComparison.Ordinal);

    [Fact]
    public void Several_inputs_are_named()
    {
        TensorDescription port = Model("1,3,8,8").Inputs[0];
        var model = new ModelDescription("m", [port, port with { Name = "scale_factor" }], []);
        Assert.Contains("scale_factor", Assert.Throws<InferenceException>(() => ImageInput.Find(model, 3, null, null)).Message, StringComparison.Ordinal);
    }

    private static ModelDescription Model(string dims) =>
        new("m", [new TensorDescription("x", DataType.F32, [.. dims.Split(',').Select(long.Parse)])], []);
}
