namespace OpenVinoFlow.Quickstart.Generator.Training;

/// <summary>All that a <see cref="Network"/> learns.</summary>
/// <param name="Stem">The first convolution, which looks at the picture itself.</param>
/// <param name="Stages">The convolutions after it.</param>
/// <param name="Classifier">From the channels of the last stage to one score for each class.</param>
internal sealed record NetworkWeights(ConvolutionWeights Stem, IReadOnlyList<ConvolutionWeights> Stages, LinearMap Classifier)
{
    /// <summary>Random weights to start from.</summary>
    /// <param name="channels">Channels of the picture, after the stem, and after each stage.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="random">Where the weights come from.</param>
    public static NetworkWeights Random(ReadOnlySpan<int> channels, int classes, SeededRandom random)
    {
        var convolutions = new List<ConvolutionWeights>();
        for (int i = 1; i < channels.Length; i++)
            convolutions.Add(ConvolutionWeights.Random(channels[i], channels[i - 1], random));

        return new NetworkWeights(convolutions[0], convolutions[1..], LinearMap.Random(classes, channels[^1], random));
    }

    /// <summary>The same weights (not a copy) with gradients of their own, for a second thread.</summary>
    public NetworkWeights WithOwnGradients() =>
        new(Stem.WithOwnGradients(), [.. Stages.Select(stage => stage.WithOwnGradients())], Classifier.WithOwnGradients());

    /// <summary>The weights of the finished network, without normalizations.</summary>
    public NetworkWeights Folded() => new(Stem.Folded(), [.. Stages.Select(stage => stage.Folded())], Classifier);
}
