using OpenVinoFlow.Quickstart.Generator;
using OpenVinoFlow.Quickstart.Generator.Drawing;
using OpenVinoFlow.Quickstart.Generator.Training;

namespace OpenVinoFlow.Quickstart.Tests.Training;

public sealed class TrainerTests
{
    private static readonly Shape[] _twoShapes = [Shape.Circle, Shape.Star];

    /// <summary>A small part of the real training, with two shapes and a thinner network. Guessing is right every other time.</summary>
    [Fact]
    public void A_short_training_learns_far_more_than_guessing()
    {
        const int Steps = 100;
        NetworkWeights weights = ThinWeights();
        using var trainer = new Trainer(weights, new PictureStream(1, _twoShapes), Steps);
        double[] losses = [.. Enumerable.Range(0, Steps).Select(_ => trainer.Step())];

        Assert.InRange(losses[^10..].Average(), 0, 0.6 * losses[..10].Average());
        Assert.InRange(Validation.Accuracy(weights.Folded(), new PictureStream(2, _twoShapes), count: 400), 0.7, 1);
    }

    [Fact]
    public void Training_again_gives_the_same_weights()
    {
        NetworkWeights first = ThinWeights();
        NetworkWeights second = ThinWeights();
        var pictures = new PictureStream(1, _twoShapes);
        using var firstTrainer = new Trainer(first, pictures, totalSteps: 10);
        using var secondTrainer = new Trainer(second, pictures, totalSteps: 10);
        for (int step = 0; step < 3; step++)
            Assert.Equal(firstTrainer.Step(), secondTrainer.Step());

        Assert.Equal(first.Classifier.Weights.Values, second.Classifier.Weights.Values);
        Assert.Equal(first.Stem.Map.Weights.Values, second.Stem.Map.Weights.Values);
        Assert.NotEqual(ThinWeights().Stem.Map.Weights.Values, first.Stem.Map.Weights.Values);
    }

    private static NetworkWeights ThinWeights() =>
        NetworkWeights.Random([NetworkInput.Channels, 8, 12, 16, 24, 32], _twoShapes.Length, new SeededRandom(1));
}
