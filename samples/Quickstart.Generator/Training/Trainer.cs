using System.Numerics.Tensors;

namespace OpenVinoFlow.Quickstart.Generator.Training;

/// <summary>
/// Teaches a network to tell shapes apart. The batch is cut into a fixed number of shards that run in parallel and are summed in order, so
/// the result does not depend on how the threads happen to run.
/// </summary>
internal sealed class Trainer : IDisposable
{
    private const int Shards = 2;
    private const float FirstLearningRate = 4e-3f;

    private readonly PictureStream _pictures;
    private readonly Shard[] _shards;
    private readonly Adam _optimizer;
    private readonly int _totalSteps;
    private int _steps;

    /// <summary>Makes a trainer.</summary>
    /// <param name="weights">What is trained, changed in place.</param>
    /// <param name="pictures">What it is trained with.</param>
    /// <param name="totalSteps">How many steps there will be; the learning rate falls to zero towards the last.</param>
    public Trainer(NetworkWeights weights, PictureStream pictures, int totalSteps)
    {
        _pictures = pictures;
        _totalSteps = totalSteps;
        _shards = [new Shard(weights), .. Enumerable.Range(1, Shards - 1).Select(_ => new Shard(weights.WithOwnGradients()))];
        _optimizer = new Adam(_shards[0].Parameters);
    }

    /// <summary>Pictures in a batch.</summary>
    public static int BatchSize => Shards * Shard.Pictures;

    /// <summary>Draws the next batch of pictures and learns from it.</summary>
    /// <returns>The loss on these pictures, before learning from them.</returns>
    public double Step()
    {
        int firstIndex = _steps * BatchSize;
        Parallel.For(0, Shards, i => _shards[i].Compute(_pictures, firstIndex + i * Shard.Pictures));
        AverageGradients();

        float progress = (float)_steps++ / _totalSteps;
        _optimizer.Step(FirstLearningRate * 0.5f * (1 + MathF.Cos(MathF.PI * progress)));
        return _shards.Average(shard => shard.Loss);
    }

    public void Dispose()
    {
        foreach (Shard shard in _shards)
            shard.Dispose();
    }

    /// <summary>Leaves the mean of all shards' gradients in those of the first, which the optimizer reads.</summary>
    private void AverageGradients()
    {
        for (int i = 0; i < _shards[0].Parameters.Count; i++)
        {
            float[] mean = _shards[0].Parameters[i].Gradient;
            foreach (Shard shard in _shards.AsSpan(1))
                TensorPrimitives.Add(mean, shard.Parameters[i].Gradient, mean);

            TensorPrimitives.Divide(mean, Shards, mean);
        }
    }
}
