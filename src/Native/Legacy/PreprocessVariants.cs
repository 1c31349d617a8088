namespace OpenVinoFlow.Native.Legacy;

/// <summary>
/// The compiled models of one network, one per combination of preprocessing, made when first asked for. Thread-safe: two requests that ask
/// for the same one wait for one compilation.
/// </summary>
internal sealed class PreprocessVariants(
    Core core, ModelRecipe recipe, IReadOnlyList<Port> network, IReadOnlyDictionary<int, ElementType> outputs, string device, IReadOnlyDictionary<string, string> properties) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Key, Lazy<PreprocessVariant>> _variants = [];
    private bool _disposed;

    /// <summary>The network's own inputs.</summary>
    public IReadOnlyList<Port> NetworkInputs => network;

    /// <summary>Takes a model compiled elsewhere for that combination.</summary>
    public void Add(IReadOnlyList<InputPlan> plans, CompiledModel compiled)
    {
        lock (_gate)
            _variants.Add(new Key(plans), new Lazy<PreprocessVariant>(new PreprocessVariant(compiled, new CompiledModel?[network.Count])));
    }

    /// <summary>The models for that combination.</summary>
    public PreprocessVariant Get(IReadOnlyList<InputPlan> plans)
    {
        InputPlan[] kept = [.. plans];
        Lazy<PreprocessVariant>? variant;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_variants.TryGetValue(new Key(kept), out variant))
                _variants.Add(new Key(kept), variant = new Lazy<PreprocessVariant>(() => Compile(kept)));
        }

        try
        {
            return variant.Value;
        }
        catch
        {
            lock (_gate)
                _variants.Remove(new Key(kept));

            throw;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            foreach (Lazy<PreprocessVariant> variant in _variants.Values)
            {
                if (variant.IsValueCreated)
                    variant.Value.Dispose();
            }

            _variants.Clear();
        }
    }

    private PreprocessVariant Compile(InputPlan[] plans)
    {
        using Model model = recipe.Make(core);
        using var processor = new PrePostProcessor(model);
        var stages = new CompiledModel?[plans.Length];
        for (int input = 0; input < plans.Length; input++)
        {
            if (plans[input].Info.HasMeanImage)
            {
                stages[input] = MeanImageGraph.Compile(core, device, network[input], plans[input]);
                processor.Input(input).TensorElementType(ElementType.F32);
            }
            else if (!plans[input].ChangesNothing(network[input]))
            {
                plans[input].AddTo(processor.Input(input));
            }
        }

        foreach ((int output, ElementType type) in outputs)
            processor.Output(output).TensorElementType(type);

        using Model built = processor.Build();
        return new PreprocessVariant(core.CompileModel(built, device, properties), stages);
    }

    /// <summary>Plans compared one by one.</summary>
    private readonly struct Key(IReadOnlyList<InputPlan> plans) : IEquatable<Key>
    {
        private readonly IReadOnlyList<InputPlan> _plans = plans;

        public bool Equals(Key other) => _plans.SequenceEqual(other._plans);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            HashCode hash = default;
            foreach (InputPlan plan in _plans)
                hash.Add(plan);

            return hash.ToHashCode();
        }
    }
}
