namespace OpenVinoFlow.Quickstart.Generator.Training;

/// <summary>
/// The network, for a fixed number of pictures at a time. The stem finds rims at half the picture's size; each stage combines what the one
/// before found into larger forms, at half its size; the classifier judges which forms there are, wherever they are.
/// </summary>
internal sealed class Network
{
    /// <summary>Stride of the first convolution; that of all others is 1.</summary>
    public const int StemStride = 2;

    private readonly List<ILayer> _layers = [];

    /// <summary>Makes the network around weights that it shares with whoever else uses them.</summary>
    /// <param name="weights">Its weights and their gradients.</param>
    /// <param name="input">
    /// Where the pictures will be put, before <see cref="Forward"/>. Height and width can be halved once for the stem and for every stage.
    /// </param>
    public Network(NetworkWeights weights, Activations input)
    {
        Activations last = Append(input, weights.Stem, StemStride);
        last = Append(new AbsoluteValue(last));
        foreach (ConvolutionWeights stage in weights.Stages)
        {
            last = Append(last, stage, stride: 1);
            last = Append(new Relu(last));
            last = Append(new MaxPool(last));
        }

        last = Append(new GlobalAveragePool(last));
        Scores = Append(new Dense(last, weights.Classifier));
    }

    /// <summary>A score for each class and picture, filled by <see cref="Forward"/>.</summary>
    public Activations Scores { get; }

    /// <summary>Everything that is learnt.</summary>
    public IEnumerable<Parameter> Parameters => _layers.SelectMany(layer => layer.Parameters);

    /// <summary>Computes the scores.</summary>
    public void Forward()
    {
        foreach (ILayer layer in _layers)
            layer.Forward();
    }

    /// <summary>Adds to the gradient of every parameter.</summary>
    /// <param name="scoreGradient">How the loss changes with the scores.</param>
    public void Backward(Activations scoreGradient)
    {
        Activations gradient = scoreGradient;
        foreach (ILayer layer in Enumerable.Reverse(_layers))
        {
            layer.Backward(gradient);
            gradient = layer.InputGradient;
        }
    }

    private Activations Append(Activations input, ConvolutionWeights weights, int stride)
    {
        Activations last = Append(new Convolution(input, weights.Map, stride));
        return weights.Normalization is { } normalization ? Append(new BatchNormalization(last, normalization)) : last;
    }

    private Activations Append(ILayer layer)
    {
        _layers.Add(layer);
        return layer.Output;
    }
}
