using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Preprocess;

namespace OpenVinoFlow.Pipeline;

/// <summary>Decides how a configured model is compiled by an engine.</summary>
public static class CompilePlan
{
    /// <exception cref="InferenceException">The model cannot be read, or does not take such pictures.</exception>
    public static CompileSpec For(FlowOptions options, IInferenceEngine engine)
    {
        ModelDescription description = engine.Describe(options.Model.Path);
        ImageInput image = ImageInputOf(description, options.Preprocess);
        return new CompileSpec
        {
            ModelPath = options.Model.Path,
            Model = description,
            Image = image,
            Batch = options.Infer.Batch,
            Mean = PerChannel(options.Preprocess.Mean, image.Channels),
            Scale = PerChannel(options.Preprocess.Scale, image.Channels),
            Device = options.Model.Device,
            Precision = PrecisionChoice.For(options.Model.Precision, engine.Name).Precision,
            Streams = options.Infer.Streams,
            Threads = options.Infer.Threads ?? Environment.ProcessorCount,
            Requests = options.Infer.Requests,
            Properties = options.Model.Properties,
            CacheDirectory = options.Model.CacheDirectory,
            Profile = options.Report.PerLayer,
        };
    }

    /// <summary>The model's image input as the preprocessing will fill it.</summary>
    /// <exception cref="InferenceException">It has none, or its size is dynamic and none is configured.</exception>
    public static ImageInput ImageInputOf(ModelDescription model, PreprocessingOptions preprocess) =>
        ImageInput.Find(model, preprocess.Color == ColorOrder.Gray ? 1 : 3, preprocess.Resize.Width, preprocess.Resize.Height);

    private static float[] PerChannel(IReadOnlyList<float> values, int channels) => values.Count == 1
        ? [.. Enumerable.Repeat(values[0], channels)]
        : [.. values];
}
