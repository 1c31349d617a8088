using OpenVinoFlow.Native.States;

namespace OpenVinoFlow.Native;

/// <summary>
/// A value that a request carries from one inference to the next (<c>VariableState</c>; <c>MemoryState</c> of the original API). Each
/// request has its own. Not while an inference runs.
/// </summary>
public sealed class MemoryState
{
    private readonly InferRequest _request;
    private readonly StateVariable _variable;
    private readonly int _index;

    internal MemoryState(InferRequest request, StateVariable variable, int index)
    {
        _request = request;
        _variable = variable;
        _index = index;
    }

    /// <summary>The variable's id in the model file.</summary>
    public string Name => _variable.Name;

    /// <summary>Type of the elements.</summary>
    public ElementType ElementType => _variable.ElementType;

    /// <summary>Possible shapes.</summary>
    public PartialShape PartialShape => _variable.Shape;

    /// <summary>A copy of the value as the next inference will read it. The caller disposes it.</summary>
    /// <exception cref="OpenVinoException">An inference is running (<see cref="StatusCode.REQUEST_BUSY"/>).</exception>
    /// <exception cref="InvalidOperationException">The initial value is computed from inputs, and no inference was started yet.</exception>
    public Tensor Get() => _request.SettledStates().Get(_index);

    /// <summary>Replaces the value by a copy of this one.</summary>
    /// <exception cref="ArgumentException">The type or shape does not fit.</exception>
    /// <exception cref="OpenVinoException">An inference is running (<see cref="StatusCode.REQUEST_BUSY"/>).</exception>
    public void Set(Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.ElementType != _variable.ElementType || !_variable.Shape.Allows(value.Shape))
            throw new ArgumentException($"The state '{Name}' takes {ElementType.ToIrName()} {PartialShape}; given is {value}.", nameof(value));

        _request.SettledStates().Set(_index, CompiledStates.Copy(value));
    }

    /// <summary>Back to the initial value, which the next inference reads.</summary>
    /// <exception cref="OpenVinoException">An inference is running (<see cref="StatusCode.REQUEST_BUSY"/>).</exception>
    public void Reset() => _request.SettledStates().Reset(_index);

    /// <summary>For people.</summary>
    public override string ToString() => $"{Name} {ElementType.ToIrName()} {PartialShape}";
}
