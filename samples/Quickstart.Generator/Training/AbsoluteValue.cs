using System.Numerics.Tensors;

namespace OpenVinoFlow.Quickstart.Generator.Training;

/// <summary>Drops the sign: a rim is a rim, whether it leads from dark to bright or from bright to dark.</summary>
internal sealed class AbsoluteValue(Activations input) : ILayer
{
    public IReadOnlyList<Parameter> Parameters => [];

    public Activations Output { get; } = input.Similar();

    public Activations InputGradient { get; } = input.Similar();

    public void Forward() => TensorPrimitives.Abs<float>(input.Values, Output.Values);

    public void Backward(Activations outputGradient)
    {
        for (int i = 0; i < input.Values.Length; i++)
            InputGradient.Values[i] = outputGradient.Values[i] * MathF.CopySign(1, input.Values[i]);
    }
}
