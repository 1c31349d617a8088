using System.Numerics.Tensors;

namespace OpenVinoFlow.Quickstart.Generator.Training;

/// <summary>Replaces each channel of a picture by its mean, so that it no longer matters where in the picture something was seen.</summary>
internal sealed class GlobalAveragePool(Activations input) : ILayer
{
    public IReadOnlyList<Parameter> Parameters => [];

    public Activations Output { get; } = new(input.Channels, input.Pictures, 1, 1);

    public Activations InputGradient { get; } = input.Similar();

    public void Forward()
    {
        for (int channel = 0; channel < input.Channels; channel++)
        {
            for (int picture = 0; picture < input.Pictures; picture++)
                Output.Plane(channel, picture)[0] = TensorPrimitives.Average<float>(input.Plane(channel, picture));
        }
    }

    public void Backward(Activations outputGradient)
    {
        for (int channel = 0; channel < input.Channels; channel++)
        {
            for (int picture = 0; picture < input.Pictures; picture++)
                InputGradient.Plane(channel, picture).Fill(outputGradient.Plane(channel, picture)[0] / input.Area);
        }
    }
}
