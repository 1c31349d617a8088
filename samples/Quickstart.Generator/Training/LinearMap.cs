using System.Numerics.Tensors;

namespace OpenVinoFlow.Quickstart.Generator.Training;

/// <summary>outputs = weights * inputs + bias, for every column of a matrix: the learnt part of both kinds of layers.</summary>
/// <param name="Weights">[outputs, inputs].</param>
/// <param name="Bias">[outputs].</param>
internal sealed record LinearMap(Parameter Weights, Parameter Bias)
{
    public int Outputs => Bias.Values.Length;

    public int Inputs => Weights.Values.Length / Outputs;

    /// <summary>A map with random weights, of a size with which values neither grow nor fade from layer to layer (He's rule).</summary>
    public static LinearMap Random(int outputs, int inputs, SeededRandom random)
    {
        float limit = MathF.Sqrt(6f / inputs);
        var weights = new float[outputs * inputs];
        for (int i = 0; i < weights.Length; i++)
            weights[i] = random.Between(-limit, limit);

        return new LinearMap(new Parameter(weights), new Parameter(new float[outputs]));
    }

    /// <summary>The same weights (not a copy) with gradients of their own, for a second thread.</summary>
    public LinearMap WithOwnGradients() => new(Weights.WithOwnGradient(), Bias.WithOwnGradient());

    /// <summary>Computes the outputs from the inputs.</summary>
    public void Forward(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        int columns = outputs.Length / Outputs;
        for (int row = 0; row < Outputs; row++)
            outputs.Slice(row * columns, columns).Fill(Bias.Values[row]);

        MatrixProduct.Add(Weights.Values, inputs, outputs, Inputs, columns);
    }

    /// <summary>Adds to the gradients of weights and bias, and computes the gradient of the inputs.</summary>
    public void Backward(ReadOnlySpan<float> inputs, ReadOnlySpan<float> outputGradient, Span<float> inputGradient)
    {
        int columns = outputGradient.Length / Outputs;
        for (int row = 0; row < Outputs; row++)
            Bias.Gradient[row] += TensorPrimitives.Sum(outputGradient.Slice(row * columns, columns));

        MatrixProduct.AddTransposed(outputGradient, inputs, Weights.Gradient, columns, Inputs);

        inputGradient.Clear();
        MatrixProduct.Add(MatrixProduct.Transpose(Weights.Values, Inputs), outputGradient, inputGradient, Outputs, columns);
    }
}
