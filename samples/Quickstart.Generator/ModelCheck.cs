using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using OpenVinoFlow.Quickstart.Generator.Drawing;
using OpenVinoFlow.Quickstart.Generator.Onnx;
using OpenVinoFlow.Quickstart.Generator.Training;

namespace OpenVinoFlow.Quickstart.Generator;

/// <summary>Runs the finished model file on the finished picture files, as a user of the sample would.</summary>
internal static class ModelCheck
{
    /// <summary>The pictures whose highest probability is not that of the right class.</summary>
    public static IReadOnlyList<SamplePicture> FindMistakes(SampleFolder folder)
    {
        SamplePicture[] pictures = [.. SamplePicture.All];
        float[] probabilities = Run(folder.Model, [.. pictures.Select(folder.PicturePath)]);
        return [.. pictures.Zip(probabilities.Chunk(Shapes.All.Count))
            .Where(pair => Shapes.All[TensorPrimitives.IndexOfMax<float>(pair.Second)] != pair.First.Shape)
            .Select(pair => pair.First)];
    }

    /// <summary>Runs a model on all pictures at once.</summary>
    /// <returns>[pictures, classes].</returns>
    private static float[] Run(string model, string[] pictures)
    {
        var images = new float[pictures.Length * NetworkInput.Length];
        using var networkInput = new NetworkInput();
        for (int i = 0; i < pictures.Length; i++)
            networkInput.Read(File.ReadAllBytes(pictures[i]), images.AsSpan(i * NetworkInput.Length, NetworkInput.Length));

        using var session = new InferenceSession(model);
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(
            images, [pictures.Length, NetworkInput.Channels, NetworkInput.Size, NetworkInput.Size]);
        using var options = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> outputs =
            session.Run(options, [OnnxExport.InputName], [input], [OnnxExport.OutputName]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
