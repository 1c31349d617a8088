using System.Numerics.Tensors;

namespace OpenVinoFlow.Quickstart.Generator.Training;

/// <summary>
/// Gives every channel the mean and the standard deviation that were learnt for it, whatever they were in this batch. Training is many
/// times faster with it. The finished network needs none: <see cref="ConvolutionWeights.Folded"/> moves it into the convolution before it.
/// </summary>
internal sealed class BatchNormalization(Activations input, Normalization normalization) : ILayer
{
    private const float AverageDecay = 0.98f;

    private readonly Activations _normalized = input.Similar();
    private readonly float[] _deviations = new float[input.Channels];

    public IReadOnlyList<Parameter> Parameters { get; } = [normalization.Gain, normalization.Shift];

    public Activations Output { get; } = input.Similar();

    public Activations InputGradient { get; } = input.Similar();

    public void Forward()
    {
        for (int channel = 0; channel < input.Channels; channel++)
        {
            Span<float> normalized = _normalized.Row(channel);
            float mean = TensorPrimitives.Average<float>(input.Row(channel));
            TensorPrimitives.Subtract(input.Row(channel), mean, normalized);
            float variance = TensorPrimitives.SumOfSquares<float>(normalized) / normalized.Length;
            _deviations[channel] = MathF.Sqrt(variance + Normalization.Epsilon);
            TensorPrimitives.Divide(normalized, _deviations[channel], normalized);

            Span<float> output = Output.Row(channel);
            TensorPrimitives.Multiply(normalized, normalization.Gain.Values[channel], output);
            TensorPrimitives.Add(output, normalization.Shift.Values[channel], output);

            normalization.Mean[channel] += (mean - normalization.Mean[channel]) * (1 - AverageDecay);
            normalization.Variance[channel] += (variance - normalization.Variance[channel]) * (1 - AverageDecay);
        }
    }

    public void Backward(Activations outputGradient)
    {
        for (int channel = 0; channel < input.Channels; channel++)
        {
            ReadOnlySpan<float> gradient = outputGradient.Row(channel);
            ReadOnlySpan<float> normalized = _normalized.Row(channel);
            float shiftGradient = TensorPrimitives.Sum(gradient);
            float gainGradient = TensorPrimitives.Dot(gradient, normalized);
            normalization.Shift.Gradient[channel] += shiftGradient;
            normalization.Gain.Gradient[channel] += gainGradient;

            // Mean and deviation come from the same input, so a change of one value moves them, and with them all others.
            Span<float> result = InputGradient.Row(channel);
            TensorPrimitives.Multiply(normalized, -gainGradient / normalized.Length, result);
            TensorPrimitives.Add(result, gradient, result);
            TensorPrimitives.Subtract(result, shiftGradient / normalized.Length, result);
            TensorPrimitives.Multiply(result, normalization.Gain.Values[channel] / _deviations[channel], result);
        }
    }
}
