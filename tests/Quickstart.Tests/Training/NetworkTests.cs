using System.Numerics.Tensors;
using OpenVinoFlow.Quickstart.Generator;
using OpenVinoFlow.Quickstart.Generator.Training;

namespace OpenVinoFlow.Quickstart.Tests.Training;

public sealed class NetworkTests
{
    private const int Classes = 3;

    private static readonly int[] _labels = [0, 2, 1, 1];

    /// <summary>
    /// Every weight is moved a little in both directions; the slopes of the loss must be what backpropagation says. A few may differ, where
    /// the step crosses a kink of ReLU or the maximum, so all slopes of a parameter are compared together.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Gradients_are_the_slopes_of_the_loss(bool normalized)
    {
        const float Distance = 5e-4f;
        NetworkWeights weights = SmallWeights();
        Network network = SmallNetwork(normalized ? weights : weights.Folded());
        var loss = new SoftmaxLoss(network.Scores);
        Loss(network, loss);
        network.Backward(loss.Gradient);

        foreach (Parameter parameter in network.Parameters)
        {
            var slopes = new float[parameter.Values.Length];
            for (int i = 0; i < slopes.Length; i++)
            {
                float value = parameter.Values[i];
                parameter.Values[i] = value + Distance;
                double above = Loss(network, loss);
                parameter.Values[i] = value - Distance;
                double below = Loss(network, loss);
                parameter.Values[i] = value;
                slopes[i] = (float)((above - below) / (2 * Distance));
            }

            float size = TensorPrimitives.Norm<float>(slopes);
            float error = TensorPrimitives.Distance<float>(slopes, parameter.Gradient);
            Assert.True(
                error < 0.02f * size + 2e-3f,
                $"The gradient of {slopes.Length} weights is off by {error}, their slopes are {size}.");
        }

        Assert.Contains(network.Parameters, parameter => parameter.Gradient.Max(Math.Abs) > 0.1);
    }

    [Fact]
    public void Folded_weights_give_the_scores_of_the_normalized_ones()
    {
        NetworkWeights weights = SmallWeights();
        Network network = SmallNetwork(weights);
        for (int i = 0; i < 1000; i++)
            network.Forward();

        Network folded = SmallNetwork(weights.Folded());
        folded.Forward();

        for (int i = 0; i < network.Scores.Values.Length; i++)
            Assert.Equal(network.Scores.Values[i], folded.Scores.Values[i], tolerance: 1e-3);
    }

    private static double Loss(Network network, SoftmaxLoss loss)
    {
        network.Forward();
        return loss.Evaluate(_labels);
    }

    private static NetworkWeights SmallWeights()
    {
        NetworkWeights weights = NetworkWeights.Random([2, 4, 5, 6], Classes, new SeededRandom(17));

        // Away from their first values, which are 0 and 1, at which a wrong formula can look right.
        var random = new SeededRandom(8);
        foreach (ConvolutionWeights convolution in weights.Stages.Append(weights.Stem))
        {
            for (int i = 0; i < convolution.Map.Outputs; i++)
            {
                convolution.Normalization!.Gain.Values[i] = random.Between(0.5f, 1.5f);
                convolution.Normalization.Shift.Values[i] = random.Between(-0.5f, 0.5f);
                convolution.Normalization.Mean[i] = random.Between(-0.5f, 0.5f);
                convolution.Normalization.Variance[i] = random.Between(0.5f, 1.5f);
            }
        }

        return weights;
    }

    private static Network SmallNetwork(NetworkWeights weights)
    {
        var input = new Activations(channels: 2, _labels.Length, height: 16, width: 16);
        var random = new SeededRandom(9);
        foreach (ref float value in input.Values.AsSpan())
            value = random.Between(-1, 1);

        return new Network(weights, input);
    }
}
