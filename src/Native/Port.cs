namespace OpenVinoFlow.Native;

/// <summary>An input or output of a model: a description without native resources, valid after the model is gone.</summary>
public sealed class Port
{
    internal Port(int index, int nativeIndex, string? name, ElementType elementType, PartialShape partialShape)
    {
        Index = index;
        NativeIndex = nativeIndex;
        Name = name;
        ElementType = elementType;
        PartialShape = partialShape;
    }

    /// <summary>Position among the model's inputs or outputs.</summary>
    public int Index { get; }

    /// <summary>One of the tensor's names, or null for a tensor without names.</summary>
    public string? Name { get; }

    /// <summary>Type of the elements.</summary>
    public ElementType ElementType { get; }

    /// <summary>Dimensions, static or dynamic.</summary>
    public PartialShape PartialShape { get; }

    /// <summary>The name under which the port is found in dictionaries: <see cref="Name"/>, or <c>#</c> and the index for a nameless one.</summary>
    public string Key => Name ?? $"#{Index}";

    /// <summary>Position in the native model, which also counts the ports that carry memory states.</summary>
    internal int NativeIndex { get; }

    /// <summary>For people: <c>images f32 [1,3,224,224]</c>.</summary>
    public override string ToString() => $"{Key} {ElementType.ToIrName()} {PartialShape}";
}
