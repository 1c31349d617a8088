namespace OpenVinoFlow.Quickstart.Generator.Training;

/// <summary>The Adam optimizer: steps that follow the mean of recent gradients, scaled by their usual size.</summary>
internal sealed class Adam(IReadOnlyList<Parameter> parameters)
{
    private const float MeanDecay = 0.9f;
    private const float SquareDecay = 0.999f;
    private const float Epsilon = 1e-8f;

    private readonly float[][] _means = [.. parameters.Select(parameter => new float[parameter.Values.Length])];
    private readonly float[][] _squares = [.. parameters.Select(parameter => new float[parameter.Values.Length])];
    private int _steps;

    /// <summary>Changes every parameter by its gradient.</summary>
    public void Step(float learningRate)
    {
        _steps++;

        // Both averages start at zero; this makes up for it while they are young.
        float meanCorrection = 1 / (1 - MathF.Pow(MeanDecay, _steps));
        float squareCorrection = 1 / (1 - MathF.Pow(SquareDecay, _steps));

        for (int i = 0; i < parameters.Count; i++)
        {
            Parameter parameter = parameters[i];
            float[] mean = _means[i];
            float[] square = _squares[i];
            for (int j = 0; j < mean.Length; j++)
            {
                float gradient = parameter.Gradient[j];
                mean[j] += (gradient - mean[j]) * (1 - MeanDecay);
                square[j] += (gradient * gradient - square[j]) * (1 - SquareDecay);
                parameter.Values[j] -= learningRate * mean[j] * meanCorrection / (MathF.Sqrt(square[j] * squareCorrection) + Epsilon);
            }
        }
    }
}
