using OpenVinoFlow.Pipeline;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Preprocess;

namespace OpenVinoFlow.Cli;

/// <summary>What the network sees of a picture, prepared as a configuration says.</summary>
internal sealed record NetworkInput(ImageInput Image, PreprocessOptions Options, PreprocessResult Result, byte[] Tensor)
{
    /// <summary>Prepares one picture.</summary>
    /// <param name="path">The picture.</param>
    /// <param name="options">Model and preprocessing.</param>
    /// <param name="type">Element type; other types than u8 are normalised.</param>
    /// <param name="layout">Order of the dimensions.</param>
    /// <exception cref="InvalidDataException">The picture cannot be used; the message says why.</exception>
    public static NetworkInput Prepare(string path, FlowOptions options, DataType type, ImageLayout layout)
    {
        ImageInput image = FindImage(options);
        var format = new InputFormat(type, layout, image.Channels, image.Height, image.Width, NormalizeOnHost: type != DataType.U8);
        PreprocessOptions plan = PreprocessPlan.For(options.Preprocess, format);

        byte[] tensor = new byte[plan.OutputBytes];
        using var preprocessor = new ImagePreprocessor(plan);
        PreprocessResult result = preprocessor.Run(File.ReadAllBytes(path), tensor);
        return result.Ok
            ? new NetworkInput(image, plan, result, tensor)
            : throw new InvalidDataException($"{path}: {result.Reason.ToText()}: {result.Message}");
    }

    private static ImageInput FindImage(FlowOptions options)
    {
        using IInferenceEngine engine = Engines.Catalog.Create(options.Model);
        return CompilePlan.ImageInputOf(engine.Describe(options.Model.Path), options.Preprocess);
    }
}
