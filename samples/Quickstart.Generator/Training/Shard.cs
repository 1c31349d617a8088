namespace OpenVinoFlow.Quickstart.Generator.Training;

/// <summary>A part of each batch, with the buffers to compute it on one thread.</summary>
internal sealed class Shard : IDisposable
{
    /// <summary>Pictures in the part.</summary>
    public const int Pictures = 16;

    private readonly PictureBatch _batch = new(Pictures);
    private readonly Network _network;
    private readonly SoftmaxLoss _loss;

    /// <summary>Makes a shard around weights whose gradients are its own.</summary>
    public Shard(NetworkWeights weights)
    {
        _network = new Network(weights, _batch.Input);
        _loss = new SoftmaxLoss(_network.Scores);
        Parameters = [.. _network.Parameters];
    }

    /// <summary>What is learnt, and its gradients over the shard's pictures.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The loss on the shard's pictures.</summary>
    public double Loss { get; private set; }

    /// <summary>Draws the pictures and computes loss and gradients.</summary>
    public void Compute(PictureStream pictures, int firstIndex)
    {
        foreach (Parameter parameter in Parameters)
            Array.Clear(parameter.Gradient);

        _batch.Fill(pictures, firstIndex);
        _network.Forward();
        Loss = _loss.Evaluate(_batch.Labels);
        _network.Backward(_loss.Gradient);
    }

    public void Dispose() => _batch.Dispose();
}
