using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using OpenVinoFlow.Quickstart.Generator;
using OpenVinoFlow.Quickstart.Generator.Onnx;
using OpenVinoFlow.Quickstart.Generator.Training;

namespace OpenVinoFlow.Quickstart.Tests.Onnx;

public sealed class OnnxExportTests
{
    private const int Pictures = 3;
    private const int Classes = 5;

    [Fact]
    public void ONNX_Runtime_computes_what_the_trained_network_computes()
    {
        NetworkWeights weights = NetworkWeights.Random([NetworkInput.Channels, 4, 6, 7], Classes, new SeededRandom(3)).Folded();
        var random = new SeededRandom(4);
        weights.Stem.Map.Bias.Values[1] = 0.5f;
        weights.Stages[1].Map.Bias.Values[2] = -0.5f;
        weights.Classifier.Bias.Values[3] = 0.25f;
        var input = new Activations(NetworkInput.Channels, Pictures, NetworkInput.Size, NetworkInput.Size);
        foreach (ref float value in input.Values.AsSpan())
            value = random.Between(-1, 1);

        var network = new Network(weights, input);
        network.Forward();
        float[] probabilities = RunModel(OnnxExport.ToModel(weights), PictureAfterPicture(input));

        for (int picture = 0; picture < Pictures; picture++)
        {
            float[] scores = [.. Enumerable.Range(0, Classes).Select(channel => network.Scores.Plane(channel, picture)[0])];
            var expected = new float[Classes];
            TensorPrimitives.SoftMax(scores, expected);
            for (int i = 0; i < Classes; i++)
                Assert.Equal(expected[i], probabilities[picture * Classes + i], tolerance: 1e-5);
        }

        Assert.True(probabilities.Max() - probabilities.Min() > 0.01, "All probabilities alike would make this test worthless.");
    }

    [Fact]
    public void Weights_that_are_not_folded_are_refused()
    {
        NetworkWeights weights = NetworkWeights.Random([NetworkInput.Channels, 4, 6], Classes, new SeededRandom(3));

        ArgumentException error = Assert.Throws<ArgumentException>(() => OnnxExport.ToModel(weights));

        Assert.Contains("fold the weights", error.Message, StringComparison.Ordinal);
    }

    private static float[] RunModel(byte[] model, float[] images)
    {
        using var session = new InferenceSession(model);
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(
            images, [Pictures, NetworkInput.Channels, NetworkInput.Size, NetworkInput.Size]);
        using var options = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> outputs =
            session.Run(options, [OnnxExport.InputName], [input], [OnnxExport.OutputName]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    /// <summary>From a row for each channel to ONNX's order: all channels of the first picture, then all of the second.</summary>
    private static float[] PictureAfterPicture(Activations input)
    {
        var values = new List<float>();
        for (int picture = 0; picture < input.Pictures; picture++)
        {
            for (int channel = 0; channel < input.Channels; channel++)
                values.AddRange(input.Plane(channel, picture));
        }

        return [.. values];
    }
}
