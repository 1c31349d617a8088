namespace OpenVinoFlow.Quickstart.Generator.Training;

/// <summary>
/// One step of the network, made for one input: the <see cref="Output"/> of the layer before it. Buffers are allocated once and overwritten
/// by every pass.
/// </summary>
internal interface ILayer
{
    /// <summary>What the layer learns; empty where it learns nothing.</summary>
    IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The layer's result, filled by <see cref="Forward"/>.</summary>
    Activations Output { get; }

    /// <summary>How the loss changes with the layer's input, filled by <see cref="Backward"/>.</summary>
    Activations InputGradient { get; }

    /// <summary>Computes the output from the input.</summary>
    void Forward();

    /// <summary>
    /// From how the loss changes with the output of the last <see cref="Forward"/>, finds how it changes with the parameters (added to
    /// their gradients) and with the input.
    /// </summary>
    void Backward(Activations outputGradient);
}
