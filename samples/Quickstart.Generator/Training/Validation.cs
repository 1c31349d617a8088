using System.Numerics.Tensors;

namespace OpenVinoFlow.Quickstart.Generator.Training;

/// <summary>Measures what a network has learnt, on pictures it was not trained with.</summary>
internal static class Validation
{
    /// <summary>The share of pictures, 0..1, whose highest score is the right class.</summary>
    /// <param name="weights">The network's weights, without normalizations.</param>
    /// <param name="pictures">A stream it was not trained with.</param>
    /// <param name="count">How many of its pictures are tried.</param>
    public static double Accuracy(NetworkWeights weights, PictureStream pictures, int count)
    {
        var input = new Activations(NetworkInput.Channels, 1, NetworkInput.Size, NetworkInput.Size);
        var network = new Network(weights, input);
        int right = 0;
        for (int index = 0; index < count; index++)
        {
            int label = pictures.Draw(index, input, place: 0);
            network.Forward();
            if (TensorPrimitives.IndexOfMax<float>(network.Scores.Values) == label)
                right++;
        }

        return (double)right / count;
    }
}
