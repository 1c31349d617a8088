using OpenVinoFlow.Quickstart.Generator.Training;

namespace OpenVinoFlow.Quickstart.Generator.Onnx;

/// <summary>
/// Writes a trained network as an ONNX model: input <c>images</c> [N, 3, 64, 64], output <c>probabilities</c> [N, classes].
/// </summary>
internal static class OnnxExport
{
    public const string InputName = "images";
    public const string OutputName = "probabilities";

    /// <summary>The bytes of the model file.</summary>
    /// <param name="weights">The network's weights, <see cref="NetworkWeights.Folded">without normalizations</see>.</param>
    public static byte[] ToModel(NetworkWeights weights)
    {
        var graph = new OnnxGraph("shapes");
        graph.Input(InputName, NetworkInput.Channels, NetworkInput.Size, NetworkInput.Size);

        string last = AddConvolution(graph, "stem", InputName, weights.Stem, Network.StemStride);
        last = graph.Operation("Abs", "stem.absolute", [last]);
        for (int i = 0; i < weights.Stages.Count; i++)
        {
            string stage = $"stage{i + 1}";
            last = AddConvolution(graph, stage, last, weights.Stages[i], stride: 1);
            last = graph.Operation("Relu", $"{stage}.relu", [last]);
            last = graph.Operation("MaxPool", $"{stage}.pool", [last], Pair("kernel_shape", MaxPool.Size), Pair("strides", MaxPool.Size));
        }

        last = graph.Operation("GlobalAveragePool", "mean", [last]);
        last = graph.Operation("Flatten", "features", [last]);
        last = AddClassifier(graph, "scores", last, weights.Classifier);
        graph.Operation("Softmax", OutputName, [last], new OnnxAttribute("axis", 1));

        graph.Output(OutputName, weights.Classifier.Outputs);
        return graph.ToModel("OpenVinoFlow Quickstart.Generator");
    }

    private static string AddConvolution(OnnxGraph graph, string name, string input, ConvolutionWeights convolution, int stride)
    {
        if (convolution.Normalization is not null)
            throw new ArgumentException($"Convolution '{name}' still has its normalization: fold the weights first.", nameof(convolution));

        const int Size = Convolution.KernelSize;
        LinearMap map = convolution.Map;
        int inputChannels = map.Inputs / Convolution.KernelArea;
        return graph.Operation(
            "Conv",
            $"{name}.convolution",
            [
                input,
                graph.Constant($"{name}.weights", map.Weights.Values, map.Outputs, inputChannels, Size, Size),
                graph.Constant($"{name}.bias", map.Bias.Values, map.Outputs),
            ],
            Pair("kernel_shape", Size),
            Pair("strides", stride),
            new OnnxAttribute("pads", [Convolution.Border, Convolution.Border, Convolution.Border, Convolution.Border]));
    }

    private static string AddClassifier(OnnxGraph graph, string name, string input, LinearMap map) =>
        graph.Operation(
            "Gemm",
            name,
            [
                input,
                graph.Constant($"{name}.weights", map.Weights.Values, map.Outputs, map.Inputs),
                graph.Constant($"{name}.bias", map.Bias.Values, map.Outputs),
            ],
            new OnnxAttribute("transB", 1));

    /// <summary>A setting that is the same for height and width.</summary>
    private static OnnxAttribute Pair(string name, int value) => new(name, [value, value]);
}
