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
        using var batch = new PictureBatch(pictures: 1);
        var network = new Network(weights, batch.Input);
        int right = 0;
        for (int index = 0; index < count; index++)
        {
            batch.Fill(pictures, index);
            network.Forward();
            if (TensorPrimitives.IndexOfMax<float>(network.Scores.Values) == batch.Labels[0])
                right++;
        }

        return (double)right / count;
    }
}
