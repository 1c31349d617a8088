using System.Globalization;
using System.Text;

namespace OpenVinoFlow.Native.Legacy;

/// <summary>
/// A small network that brings a blob to the network's size, colours and layout, subtracts a mean image and divides by the scale. OpenVINO's
/// own preprocessing has no mean image, so this runs before the network proper and shares a tensor with it.
/// </summary>
internal static class MeanImageGraph
{
    /// <exception cref="NotSupportedException">The network's height or width is open: a mean image has one size.</exception>
    /// <exception cref="ArgumentException">A mean image has another size than the network's input.</exception>
    public static CompiledModel Compile(Core core, string device, Port network, InputPlan plan)
    {
        string layout = plan.NetworkLayout;
        int height = Length(network, layout, 'H');
        int width = Length(network, layout, 'W');
        IReadOnlyList<PreprocessChannel> channels = plan.Info.Channels;
        foreach (PreprocessChannel channel in channels)
        {
            if (channel.MeanData!.Value.Length != height * width)
                throw new ArgumentException($"A mean image of the input {network} has {channel.MeanData.Value.Length} values; the network takes {height} x {width} = {height * width}.", nameof(plan));
        }

        using var weights = new Tensor(ElementType.F32, [channels.Count * (height * width + 1)]);
        Span<float> values = weights.AsSpan<float>();
        FillMeans(values, channels, layout, height * width);
        for (int channel = 0; channel < channels.Count; channel++)
            values[channels.Count * height * width + channel] = channels[channel].StdScale;

        using Model model = core.ReadModelFromMemory(Describe(network, layout, channels.Count, height, width), weights);
        using var processor = new PrePostProcessor(model);
        plan.WithoutNormalisation().AddTo(processor.Input(0));
        using Model built = processor.Build();
        return core.CompileModel(built, device, new Dictionary<string, string> { ["PERFORMANCE_HINT"] = "LATENCY", ["INFERENCE_PRECISION_HINT"] = "f32" });
    }

    private static int Length(Port network, string layout, char axis)
    {
        int index = layout.IndexOf(axis, StringComparison.Ordinal);
        if (index < 0 || !network.PartialShape[index].IsStatic)
            throw new NotSupportedException($"A mean image needs a network of one size; the input {network} with layout '{layout}' has an open {axis}.");

        return (int)network.PartialShape[index].Length;
    }

    /// <summary>The means in the network's order of dimensions: plane by plane, or pixel by pixel.</summary>
    private static void FillMeans(Span<float> target, IReadOnlyList<PreprocessChannel> channels, string layout, int pixels)
    {
        bool planar = layout.IndexOf('C', StringComparison.Ordinal) < layout.IndexOf('H', StringComparison.Ordinal);
        for (int channel = 0; channel < channels.Count; channel++)
        {
            ReadOnlySpan<float> mean = channels[channel].MeanData!.Value.Span;
            for (int pixel = 0; pixel < pixels; pixel++)
                target[planar ? channel * pixels + pixel : pixel * channels.Count + channel] = mean[pixel];
        }
    }

    private static byte[] Describe(Port network, string layout, int channels, int height, int width)
    {
        string image = string.Join(',', network.PartialShape.Select(static dimension => dimension.IsStatic ? dimension.ToString() : "-1"));
        string mean = Shape(layout, c: channels, h: height, w: width);
        string scale = Shape(layout, c: channels, h: 1, w: 1);
        long meanBytes = (long)channels * height * width * sizeof(float);

        string text = $"""
            <?xml version="1.0"?>
            <net name="mean_image" version="11">
              <layers>
                <layer id="0" name="image" type="Parameter" version="opset1"><data shape="{image}" element_type="f32"/>{Output(0, image, "image")}</layer>
                <layer id="1" name="mean" type="Const" version="opset1"><data element_type="f32" shape="{mean}" offset="0" size="{meanBytes}"/>{Output(0, mean)}</layer>
                <layer id="2" name="subtract" type="Subtract" version="opset1"><data auto_broadcast="numpy"/>{Input(image, mean)}{Output(2, image)}</layer>
                <layer id="3" name="scale" type="Const" version="opset1"><data element_type="f32" shape="{scale}" offset="{meanBytes}" size="{channels * sizeof(float)}"/>{Output(0, scale)}</layer>
                <layer id="4" name="divide" type="Divide" version="opset1"><data auto_broadcast="numpy" m_pythondiv="true"/>{Input(image, scale)}{Output(2, image, "normalised")}</layer>
                <layer id="5" name="result" type="Result" version="opset1">{Input(image)}</layer>
              </layers>
              <edges>
                <edge from-layer="0" from-port="0" to-layer="2" to-port="0"/>
                <edge from-layer="1" from-port="0" to-layer="2" to-port="1"/>
                <edge from-layer="2" from-port="2" to-layer="4" to-port="0"/>
                <edge from-layer="3" from-port="0" to-layer="4" to-port="1"/>
                <edge from-layer="4" from-port="2" to-layer="5" to-port="0"/>
              </edges>
              <rt_info/>
            </net>
            """;
        return Encoding.UTF8.GetBytes(text);
    }

    private static string Shape(string layout, int c, int h, int w) => string.Join(',', layout.Select(axis => (axis switch
    {
        'C' => c,
        'H' => h,
        'W' => w,
        _ => 1,
    }).ToString(CultureInfo.InvariantCulture)));

    private static string Input(params ReadOnlySpan<string> shapes)
    {
        var text = new StringBuilder("<input>");
        for (int port = 0; port < shapes.Length; port++)
            text.Append(CultureInfo.InvariantCulture, $"<port id=\"{port}\" precision=\"FP32\">{Dims(shapes[port])}</port>");

        return text.Append("</input>").ToString();
    }

    private static string Output(int port, string shape, string? name = null) =>
        $"<output><port id=\"{port}\" precision=\"FP32\"{(name is null ? "" : $" names=\"{name}\"")}>{Dims(shape)}</port></output>";

    private static string Dims(string shape) => string.Concat(shape.Split(',').Select(static dimension => $"<dim>{dimension}</dim>"));
}
