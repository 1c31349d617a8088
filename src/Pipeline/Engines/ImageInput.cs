namespace OpenVinoFlow.Pipeline.Engines;

/// <summary>Order of the dimensions of an image tensor.</summary>
public enum ImageLayout
{
    /// <summary>Batch, channels, height, width.</summary>
    Nchw,

    /// <summary>Batch, height, width, channels.</summary>
    Nhwc,
}

/// <summary>The one input of a model that takes pictures.</summary>
/// <param name="Index">Index among the model's inputs.</param>
/// <param name="Layout">The model's own order of dimensions.</param>
/// <param name="Channels">1 or 3.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Width">Width in pixels.</param>
public sealed record ImageInput(int Index, ImageLayout Layout, int Channels, int Height, int Width)
{
    /// <summary>
    /// Finds the image input of a model: its only input, four-dimensional, with 1 or 3 channels in second (NCHW) or last (NHWC) place.
    /// A dynamic height or width is taken from <paramref name="height"/> and <paramref name="width"/>; so is a fixed one where both are given
    /// and the model allows the change.
    /// </summary>
    /// <exception cref="InferenceException">The model has no such input, or its size is dynamic and none was given.</exception>
    public static ImageInput Find(ModelDescription model, int channels, int? width, int? height)
    {
        if (model.Inputs.Count != 1)
        {
            throw new InferenceException(
                $"The model has {model.Inputs.Count} inputs ({string.Join("; ", model.Inputs)}); a flow feeds one image input. " +
                "Fold the others into constants when you export the model.");
        }

        TensorDescription input = model.Inputs[0];
        if (input.Dims.Count != 4)
            throw new InferenceException($"The model's input {input} has {input.Dims.Count} dimensions; an image input has four (NCHW or NHWC).");

        ImageLayout layout = LayoutOf(input, channels);
        (long modelHeight, long modelWidth) = layout == ImageLayout.Nchw ? (input.Dims[2], input.Dims[3]) : (input.Dims[1], input.Dims[2]);

        return new ImageInput(
            0,
            layout,
            channels,
            Size(input, "height", modelHeight, height),
            Size(input, "width", modelWidth, width));
    }

    /// <summary>The input's dimensions for a batch, in the model's order.</summary>
    public long[] Dims(int batch) => Layout == ImageLayout.Nchw ? [batch, Channels, Height, Width] : [batch, Height, Width, Channels];

    private static ImageLayout LayoutOf(TensorDescription input, int channels)
    {
        if (input.Dims[1] == channels)
            return ImageLayout.Nchw;
        if (input.Dims[3] == channels)
            return ImageLayout.Nhwc;

        // A dynamic channel dimension is as good as the right one; NCHW is what exporters write.
        if (input.Dims[1] < 0)
            return ImageLayout.Nchw;
        if (input.Dims[3] < 0)
            return ImageLayout.Nhwc;

        throw new InferenceException(
            $"The model's input {input} has no dimension of {channels} channel(s) in second or last place. " +
            $"preprocess.color: {(channels == 1 ? "gray gives one channel, rgb and bgr three" : "rgb and bgr give three channels, gray one")}.");
    }

    private static int Size(TensorDescription input, string what, long ofModel, int? configured)
    {
        if (configured is { } given)
            return given;
        if (ofModel > 0)
            return checked((int)ofModel);

        throw new InferenceException($"The model's input {input} has a dynamic {what}: set preprocess.resize.{what}.");
    }
}
