namespace OpenVinoFlow.Pipeline.Engines;

/// <summary>Name, type and shape of one input or output of a model.</summary>
/// <param name="Name">The tensor's name; a port without one is called by its index, <c>#0</c>.</param>
/// <param name="Type">Element type.</param>
/// <param name="Dims">Dimensions in the model's order; -1 where a dimension is dynamic.</param>
public sealed record TensorDescription(string Name, DataType Type, IReadOnlyList<long> Dims)
{
    /// <summary>True when any dimension is dynamic.</summary>
    public bool IsDynamic => Dims.Any(dim => dim < 0);

    /// <summary>The shape as text, for example <c>[?,3,224,224]</c>.</summary>
    public string ShapeText => $"[{string.Join(',', Dims.Select(dim => dim < 0 ? "?" : dim.ToString(System.Globalization.CultureInfo.InvariantCulture)))}]";

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Type.Text()} {ShapeText}";
}

/// <summary>Inputs and outputs of a model, before it is compiled.</summary>
/// <param name="Name">The model's own name, which may be empty.</param>
/// <param name="Inputs">Inputs in the model's order.</param>
/// <param name="Outputs">Outputs in the model's order.</param>
public sealed record ModelDescription(string Name, IReadOnlyList<TensorDescription> Inputs, IReadOnlyList<TensorDescription> Outputs);
