namespace OpenVinoFlow.Native.Legacy;

/// <summary>
/// A network before it is loaded onto a device (<c>IENetwork</c>/<c>CNNNetwork</c> of the original API), made by
/// <see cref="Core.ReadNetwork"/>. Not thread-safe.
/// </summary>
public sealed class Network : IDisposable
{
    private readonly OrderedDictionary<string, InputInfo> _inputs = [];
    private readonly OrderedDictionary<string, OutputInfo> _outputs = [];

    internal Network(Model model)
    {
        Model = model;
        foreach (Port port in model.Inputs)
            _inputs.Add(port.Key, new InputInfo(port));

        foreach (Port port in model.Outputs)
            _outputs.Add(port.Key, new OutputInfo(port));
    }

    /// <summary>The network's name.</summary>
    public string Name => Model.Name;

    /// <summary>The inputs by name.</summary>
    public IReadOnlyDictionary<string, InputInfo> InputInfo => _inputs;

    /// <summary>The outputs by name.</summary>
    public IReadOnlyDictionary<string, OutputInfo> OutputInfo => _outputs;

    /// <summary>
    /// Images per inference: the dimension N of every input that has one by its <see cref="InputInfo.NetworkLayout"/>. Reads -1 while it
    /// is open. Setting it reshapes the network.
    /// </summary>
    /// <exception cref="InvalidOperationException">No input has a dimension N.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    /// <exception cref="OpenVinoException">The network cannot have that batch.</exception>
    public int Batch
    {
        get
        {
            InputInfo input = Batched().FirstOrDefault() ?? throw NoBatch();
            Dimension dimension = input.Dims[BatchAxis(input)];
            return dimension.IsStatic ? (int)dimension.Length : -1;
        }

        set
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            Reshape(BatchShapes(value));
        }
    }

    internal Model Model { get; }

    /// <summary>Changes the shapes of inputs by name.</summary>
    /// <exception cref="ArgumentException">There is no input of that name.</exception>
    /// <exception cref="OpenVinoException">The network cannot have these shapes together.</exception>
    public void Reshape(IReadOnlyDictionary<string, PartialShape> shapes)
    {
        ArgumentNullException.ThrowIfNull(shapes);
        Reshape(shapes.ToDictionary(pair => Model.FindInput(pair.Key).Index, static pair => pair.Value));
    }

    /// <summary>Gives the native model back. An executable network does not need it any more.</summary>
    public void Dispose() => Model.Dispose();

    /// <summary>The shapes with another N, for every input that has one.</summary>
    /// <exception cref="InvalidOperationException">No input has a dimension N.</exception>
    internal IReadOnlyDictionary<int, PartialShape> BatchShapes(Dimension batch)
    {
        Dictionary<int, PartialShape> shapes = Batched().ToDictionary(static input => input.Port.Index, input => input.Dims.With(BatchAxis(input), batch));
        return shapes.Count > 0 ? shapes : throw NoBatch();
    }

    private static int BatchAxis(InputInfo input) => input.NetworkLayout.IndexOf('N', StringComparison.Ordinal);

    private IEnumerable<InputInfo> Batched() => _inputs.Values.Where(static input => BatchAxis(input) >= 0 && input.Dims.HasRank);

    private InvalidOperationException NoBatch() =>
        new($"No input of the network has a dimension N: {string.Join("; ", _inputs.Values.Select(static input => $"{input.Port} as {input.NetworkLayout}"))}. Set NetworkLayout where that is wrong.");

    private void Reshape(IReadOnlyDictionary<int, PartialShape> shapes)
    {
        Model.Reshape(shapes);
        foreach (Port port in Model.Inputs)
            _inputs.GetAt(port.Index).Value.Port = port;

        foreach (Port port in Model.Outputs)
            _outputs.GetAt(port.Index).Value.Port = port;
    }
}
