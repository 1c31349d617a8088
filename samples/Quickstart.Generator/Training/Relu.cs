using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace OpenVinoFlow.Quickstart.Generator.Training;

/// <summary>Sets negative values to zero.</summary>
internal sealed class Relu(Activations input) : ILayer
{
    public IReadOnlyList<Parameter> Parameters => [];

    public Activations Output { get; } = input.Similar();

    public Activations InputGradient { get; } = input.Similar();

    public void Forward() => TensorPrimitives.Max(input.Values, 0f, Output.Values);

    public void Backward(Activations outputGradient)
    {
        ReadOnlySpan<Vector<float>> outputs = MemoryMarshal.Cast<float, Vector<float>>(Output.Values.AsSpan());
        ReadOnlySpan<Vector<float>> gradients = MemoryMarshal.Cast<float, Vector<float>>(outputGradient.Values.AsSpan());
        Span<Vector<float>> results = MemoryMarshal.Cast<float, Vector<float>>(InputGradient.Values.AsSpan());
        for (int i = 0; i < outputs.Length; i++)
            results[i] = Vector.ConditionalSelect(Vector.GreaterThan(outputs[i], Vector<float>.Zero), gradients[i], Vector<float>.Zero);

        for (int i = outputs.Length * Vector<float>.Count; i < Output.Values.Length; i++)
            InputGradient.Values[i] = Output.Values[i] > 0 ? outputGradient.Values[i] : 0;
    }
}
