namespace OpenVinoFlow.Quickstart.Generator.Training;

/// <summary>What one convolution learns.</summary>
/// <param name="Map">Weights [output channels, input channels, 3, 3] and bias.</param>
/// <param name="Normalization">What follows the convolution in training; null in a finished network.</param>
internal sealed record ConvolutionWeights(LinearMap Map, Normalization? Normalization)
{
    /// <summary>Random weights to start from.</summary>
    public static ConvolutionWeights Random(int outputChannels, int inputChannels, SeededRandom random) =>
        new(LinearMap.Random(outputChannels, inputChannels * Convolution.KernelArea, random), Normalization.Unit(outputChannels));

    /// <summary>The same weights (not a copy) with gradients of their own, for a second thread.</summary>
    public ConvolutionWeights WithOwnGradients() => new(Map.WithOwnGradients(), Normalization?.WithOwnGradients());

    /// <summary>One convolution that gives what this one and its normalization give together, by the averages seen in training.</summary>
    public ConvolutionWeights Folded()
    {
        if (Normalization is null)
            return this;

        float[] weights = [.. Map.Weights.Values];
        float[] bias = [.. Map.Bias.Values];
        for (int output = 0; output < Map.Outputs; output++)
        {
            float factor = Normalization.Gain.Values[output] / MathF.Sqrt(Normalization.Variance[output] + Normalization.Epsilon);
            foreach (ref float weight in weights.AsSpan(output * Map.Inputs, Map.Inputs))
                weight *= factor;

            bias[output] = Normalization.Shift.Values[output] + (bias[output] - Normalization.Mean[output]) * factor;
        }

        return new ConvolutionWeights(new LinearMap(new Parameter(weights), new Parameter(bias)), Normalization: null);
    }
}
