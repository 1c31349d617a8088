using System.Numerics.Tensors;

namespace OpenVinoFlow.Quickstart.Generator.Training;

/// <summary>Turns scores into probabilities and measures how far they are from the truth (cross-entropy).</summary>
/// <param name="scores">The network's output, one pixel a picture.</param>
internal sealed class SoftmaxLoss(Activations scores)
{
    /// <summary>How the loss changes with the scores.</summary>
    public Activations Gradient { get; } = scores.Similar();

    /// <summary>Computes the gradient, and the loss: -log of the probability given to the true class, averaged over the pictures.</summary>
    /// <param name="truth">The class of every picture.</param>
    public double Evaluate(ReadOnlySpan<int> truth)
    {
        double loss = 0;
        Span<float> probabilities = stackalloc float[scores.Channels];
        for (int picture = 0; picture < scores.Pictures; picture++)
        {
            for (int channel = 0; channel < scores.Channels; channel++)
                probabilities[channel] = scores.Plane(channel, picture)[0];

            // Only differences between scores matter; without the largest one no exponential can overflow.
            TensorPrimitives.Subtract(probabilities, TensorPrimitives.Max<float>(probabilities), probabilities);
            TensorPrimitives.SoftMax(probabilities, probabilities);
            loss -= Math.Log(Math.Max(probabilities[truth[picture]], float.Epsilon));

            for (int channel = 0; channel < scores.Channels; channel++)
            {
                float target = channel == truth[picture] ? 1 : 0;
                Gradient.Plane(channel, picture)[0] = (probabilities[channel] - target) / scores.Pictures;
            }
        }

        return loss / scores.Pictures;
    }
}
