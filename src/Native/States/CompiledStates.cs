using System.Text;

namespace OpenVinoFlow.Native.States;

/// <summary>The memory states of a compiled model: where their ports are, and what they begin with. Thread-safe.</summary>
internal sealed class CompiledStates
{
    private readonly Core _core;
    private readonly StatefulModel _model;
    private readonly Lazy<CompiledModel> _initialNetwork;
    private readonly Lazy<IReadOnlyDictionary<string, Tensor>> _constants;

    public CompiledStates(Core core, StatefulModel model, IReadOnlyList<Port> inputs, IReadOnlyList<Port> outputs)
    {
        _core = core;
        _model = model;
        Variables = model.Variables;
        InputIndexes = [.. Variables.Select(variable => inputs.First(port => port.Name == variable.InputName).NativeIndex)];
        OutputIndexes = [.. Variables.Select(variable => variable.OutputName is null ? -1 : outputs.First(port => port.Name == variable.OutputName).NativeIndex)];
        _initialNetwork = new Lazy<CompiledModel>(CompileInitialNetwork);
        _constants = new Lazy<IReadOnlyDictionary<string, Tensor>>(ComputeConstants);
    }

    public IReadOnlyList<StateVariable> Variables { get; }

    /// <summary>By variable: the native input that stands for its read.</summary>
    public IReadOnlyList<int> InputIndexes { get; }

    /// <summary>By variable: the native output that stands for its assignment, or -1.</summary>
    public IReadOnlyList<int> OutputIndexes { get; }

    /// <summary>Names of the model's inputs from which initial values are computed.</summary>
    public IReadOnlyList<string> InitialInputs => _model.Initial?.Inputs ?? [];

    /// <summary>
    /// A copy of a variable's initial value. <paramref name="input"/> gives the model's inputs by name, for values computed from them; null
    /// when there are none yet.
    /// </summary>
    /// <exception cref="InvalidOperationException">The value depends on inputs that are not there yet.</exception>
    public Tensor InitialValue(StateVariable variable, Func<string, Tensor>? input)
    {
        if (variable.Constant is { } constant)
        {
            var value = new Tensor(variable.ElementType, constant.Shape);
            constant.Content.CopyTo(value.AsSpan<byte>());
            return value;
        }

        if (variable.InitialName is null)
            return Zeros(variable);

        if (InitialInputs.Count == 0)
            return Copy(_constants.Value[variable.InitialName]);

        if (input is null)
            throw new InvalidOperationException($"The initial value of the state '{variable.Name}' is computed from the input {string.Join(", ", InitialInputs)}: it is known once an inference has been started.");

        CompiledModel network = _initialNetwork.Value;
        using InferRequest request = network.CreateInferRequest();
        foreach (string name in InitialInputs)
        {
            using Tensor tensor = input(name);
            request.SetInputTensor(network.FindInput(name).Index, tensor);
        }

        request.Infer();
        using Tensor result = request.GetOutputTensor(network.FindOutput(variable.InitialName).Index);
        return Copy(result);
    }

    internal static Tensor Copy(Tensor source)
    {
        var copy = new Tensor(source.ElementType, source.Shape);
        source.AsSpan<byte>().CopyTo(copy.AsSpan<byte>());
        return copy;
    }

    /// <summary>Where the model file gives no initial value, OpenVINO begins with zeros, and with nothing along an open dimension.</summary>
    private static Tensor Zeros(StateVariable variable)
    {
        long[] dimensions = variable.Shape.HasRank ? [.. variable.Shape.Select(static dimension => dimension.IsStatic ? dimension.Length : 0)] : [0];
        var zeros = new Tensor(variable.ElementType, new Shape(dimensions));
        zeros.AsSpan<byte>().Clear();
        return zeros;
    }

    private CompiledModel CompileInitialNetwork()
    {
        InitialValueNetwork initial = _model.Initial!;
        using Tensor? weights = initial.Weights.Length == 0 ? null : new Tensor(ElementType.U8, [initial.Weights.Length]);
        if (weights is not null)
            initial.Weights.CopyTo(weights.AsSpan<byte>());

        using Model model = _core.ReadModelFromMemory(Encoding.UTF8.GetBytes(initial.Description.ToString()), weights);
        return _core.CompileModel(model, "CPU", new Dictionary<string, string> { ["PERFORMANCE_HINT"] = "LATENCY", ["INFERENCE_PRECISION_HINT"] = "f32" });
    }

    private Dictionary<string, Tensor> ComputeConstants()
    {
        using CompiledModel network = CompileInitialNetwork();
        using InferRequest request = network.CreateInferRequest();
        request.Infer();
        Dictionary<string, Tensor> values = [];
        foreach (Port port in network.Outputs)
        {
            using Tensor tensor = request.GetOutputTensor(port.Index);
            values.Add(port.Name!, Copy(tensor));
        }

        return values;
    }
}
