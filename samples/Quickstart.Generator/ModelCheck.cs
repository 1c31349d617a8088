using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using OpenVinoFlow.Quickstart.Generator.Drawing;
using OpenVinoFlow.Quickstart.Generator.Onnx;
using OpenVinoFlow.Quickstart.Generator.Training;
using SkiaSharp;

namespace OpenVinoFlow.Quickstart.Generator;

/// <summary>Runs the finished model file on the finished picture files, as a user of the sample would.</summary>
internal static class ModelCheck
{
    /// <summary>The pictures whose highest probability is not that of the right class.</summary>
    public static IReadOnlyList<SamplePicture> FindMistakes(SampleFolder folder)
    {
        using var session = new InferenceSession(folder.Model);
        return [.. SamplePicture.All.Where(picture => Classify(session, folder.PicturePath(picture)) != picture.Shape)];
    }

    /// <summary>Reads a picture file as <see cref="NetworkInput.Write"/> wants it; the caller disposes the bitmap.</summary>
    public static SKBitmap Decode(string path)
    {
        using SKCodec codec = SKCodec.Create(path) ?? throw new InvalidDataException($"{path} is no picture that can be read.");
        return SKBitmap.Decode(codec, codec.Info.WithColorType(SKColorType.Rgba8888));
    }

    private static Shape Classify(InferenceSession session, string path)
    {
        using SKBitmap picture = Decode(path);
        var values = new float[NetworkInput.Channels * NetworkInput.Size * NetworkInput.Size];
        NetworkInput.Write(picture, values, NetworkInput.Size * NetworkInput.Size);

        using OrtValue input = OrtValue.CreateTensorValueFromMemory(values, [1, NetworkInput.Channels, NetworkInput.Size, NetworkInput.Size]);
        using var options = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, [OnnxExport.InputName], [input], [OnnxExport.OutputName]);
        return Shapes.All[TensorPrimitives.IndexOfMax(outputs[0].GetTensorDataAsSpan<float>())];
    }
}
