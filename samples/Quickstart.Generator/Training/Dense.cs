namespace OpenVinoFlow.Quickstart.Generator.Training;

/// <summary>Every output is a weighted sum of all channels of its picture, plus a bias.</summary>
/// <param name="input">The layer's input; one pixel a picture.</param>
/// <param name="map">Weights [outputs, input channels] and bias.</param>
internal sealed class Dense(Activations input, LinearMap map) : ILayer
{
    public IReadOnlyList<Parameter> Parameters { get; } = [map.Weights, map.Bias];

    public Activations Output { get; } = new(map.Outputs, input.Pictures, 1, 1);

    public Activations InputGradient { get; } = input.Similar();

    public void Forward() => map.Forward(input.Values, Output.Values);

    public void Backward(Activations outputGradient) => map.Backward(input.Values, outputGradient.Values, InputGradient.Values);
}
