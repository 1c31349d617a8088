using OpenVinoFlow.Native.Interop;
using OpenVinoFlow.Native.States;

namespace OpenVinoFlow.Native;

/// <summary>
/// A network before compilation: read by <see cref="Core.ReadModel(string,string?)"/>, changed by <see cref="Reshape(PartialShape)"/> and
/// <see cref="PrePostProcessor"/>, compiled by <see cref="Core.CompileModel(Model,string,IReadOnlyDictionary{string,string}?)"/>. Not
/// thread-safe while it is being changed. May be disposed once compiled.
/// </summary>
public sealed unsafe class Model : IDisposable
{
    internal Model(ModelHandle handle) => Handle = handle;

    /// <summary>The model's friendly name.</summary>
    public string Name
    {
        get
        {
            Status.Check(NativeMethods.ov_model_get_friendly_name(Handle, out byte* name), "read a model's name");
            return NativeText.Take(name);
        }
    }

    /// <summary>Whether any input or inner shape is dynamic.</summary>
    public bool IsDynamic => NativeMethods.ov_model_is_dynamic(Handle) != 0;

    /// <summary>The inputs as they are now.</summary>
    public IReadOnlyList<Port> Inputs =>
        PortList.Visible(PortList.Read(Handle, NativeMethods.ov_model_inputs_size, NativeMethods.ov_model_const_input_by_index), States);

    /// <summary>The outputs as they are now.</summary>
    public IReadOnlyList<Port> Outputs =>
        PortList.Visible(PortList.Read(Handle, NativeMethods.ov_model_outputs_size, NativeMethods.ov_model_const_output_by_index), States);

    internal ModelHandle Handle { get; }

    /// <summary>How to make this model again; null once preprocessing has changed it.</summary>
    internal ModelRecipe? Recipe { get; set; }

    /// <summary>The memory states that were made explicit, if any.</summary>
    internal StatefulModel? States { get; set; }

    /// <summary>Why memory states were not made explicit; null when there are none or they were.</summary>
    internal string? StateRefusal { get; init; }

    /// <summary>Changes the shape of the only input.</summary>
    /// <exception cref="InvalidOperationException">The model has several inputs.</exception>
    /// <exception cref="OpenVinoException">The network cannot have that shape.</exception>
    public void Reshape(PartialShape shape)
    {
        IReadOnlyList<Port> inputs = Inputs;
        if (inputs.Count != 1)
            throw new InvalidOperationException($"The model has {inputs.Count} inputs: say which one to reshape ({string.Join(", ", inputs.Select(static port => port.Key))}).");

        Reshape(0, shape);
    }

    /// <summary>Changes the shape of one input.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such input.</exception>
    /// <exception cref="OpenVinoException">The network cannot have that shape.</exception>
    public void Reshape(int index, PartialShape shape) => Reshape(new Dictionary<int, PartialShape> { [index] = shape });

    /// <summary>Changes the shape of one input.</summary>
    /// <exception cref="ArgumentException">There is no input of that name.</exception>
    /// <exception cref="OpenVinoException">The network cannot have that shape.</exception>
    public void Reshape(string name, PartialShape shape) => Reshape(FindInput(name).Index, shape);

    /// <summary>Changes the shapes of several inputs at once, by index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such input.</exception>
    /// <exception cref="OpenVinoException">The network cannot have these shapes together.</exception>
    public void Reshape(IReadOnlyDictionary<int, PartialShape> shapes)
    {
        ArgumentNullException.ThrowIfNull(shapes);
        IReadOnlyList<Port> inputs = Inputs;
        var indexes = new nuint[shapes.Count];
        var native = new NativePartialShape[shapes.Count];
        int[] offsets = new int[shapes.Count];
        List<NativeDimension> dimensions = [];

        int position = 0;
        foreach ((int index, PartialShape shape) in shapes)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index, nameof(shapes));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, inputs.Count, nameof(shapes));
            indexes[position] = (nuint)inputs[index].NativeIndex;
            native[position].Rank = new NativeDimension { Min = shape.HasRank ? shape.Rank : -1, Max = shape.HasRank ? shape.Rank : -1 };
            offsets[position++] = dimensions.Count;
            dimensions.AddRange(NativeShapes.ToNative(shape));
        }

        NativeDimension[] all = [.. dimensions, default];
        fixed (NativeDimension* first = all)
        fixed (nuint* firstIndex = indexes)
        fixed (NativePartialShape* firstShape = native)
        {
            for (int i = 0; i < native.Length; i++)
                native[i].Dimensions = first + offsets[i];

            string subject = string.Join(", ", shapes.Select(pair => $"{inputs[pair.Key].Key} to {pair.Value}"));
            Status.Check(NativeMethods.ov_model_reshape_by_port_indexes(Handle, firstIndex, firstShape, (nuint)native.Length), "reshape the model", subject);
        }

        Recipe = Recipe?.With(shapes);
    }

    /// <summary>The input with that name; any of a tensor's names will do, and <c>#0</c> for the first input when it has none.</summary>
    /// <exception cref="ArgumentException">There is no input of that name.</exception>
    public Port FindInput(string name) => PortSearch.Find(Inputs, name, NativeInputName) ?? throw PortSearch.Missing(name, "input", Inputs);

    /// <summary>The output with that name; any of a tensor's names will do, and <c>#0</c> for the first output when it has none.</summary>
    /// <exception cref="ArgumentException">There is no output of that name.</exception>
    public Port FindOutput(string name) => PortSearch.Find(Outputs, name, NativeOutputName) ?? throw PortSearch.Missing(name, "output", Outputs);

    /// <summary>Gives the native model back. A compiled model does not need it any more.</summary>
    public void Dispose() => Handle.Dispose();

    private string? NativeInputName(string alias) =>
        NativeMethods.ov_model_const_input_by_name(Handle, alias, out PortHandle port) == StatusCode.OK ? PortSearch.NameAndFree(port) : null;

    private string? NativeOutputName(string alias) =>
        NativeMethods.ov_model_const_output_by_name(Handle, alias, out PortHandle port) == StatusCode.OK ? PortSearch.NameAndFree(port) : null;
}
