using OpenVinoFlow.Native.Interop;
using OpenVinoFlow.Native.Legacy;
using OpenVinoFlow.Native.States;

namespace OpenVinoFlow.Native;

/// <summary>A network compiled for a device: the factory of <see cref="InferRequest"/>s. Thread-safe. Requests keep what they need of it alive.</summary>
public sealed unsafe class CompiledModel : IDisposable
{
    private readonly CompiledModelHandle _handle;
    private readonly Lazy<bool> _profiled;

    internal CompiledModel(CompiledModelHandle handle, Core core, StatefulModel? states, string? stateRefusal)
    {
        _handle = handle;
        IReadOnlyList<Port> inputs = PortList.Read(handle, NativeMethods.ov_compiled_model_inputs_size, NativeMethods.ov_compiled_model_input_by_index);
        IReadOnlyList<Port> outputs = PortList.Read(handle, NativeMethods.ov_compiled_model_outputs_size, NativeMethods.ov_compiled_model_output_by_index);
        Inputs = PortList.Visible(inputs, states);
        Outputs = PortList.Visible(outputs, states);
        States = states is null ? null : new CompiledStates(core, states, inputs, outputs);
        StateRefusal = stateRefusal;
        _profiled = new Lazy<bool>(ReadProfiled);
    }

    /// <summary>The inputs.</summary>
    public IReadOnlyList<Port> Inputs { get; }

    /// <summary>The outputs.</summary>
    public IReadOnlyList<Port> Outputs { get; }

    /// <summary>How many requests keep the device busy (<c>OPTIMAL_NUMBER_OF_INFER_REQUESTS</c>).</summary>
    public int OptimalNumberOfInferRequests => int.Parse(GetProperty("OPTIMAL_NUMBER_OF_INFER_REQUESTS"), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The memory states that were made explicit, if any.</summary>
    internal CompiledStates? States { get; }

    /// <summary>Why memory states were not made explicit; null when there are none or they were.</summary>
    internal string? StateRefusal { get; }

    /// <summary>The same network with other preprocessing; null when there is no way to make it again.</summary>
    internal PreprocessVariants? Variants { get; private set; }

    /// <summary>The preprocessing compiled in, by input; empty when there are no variants.</summary>
    internal IReadOnlyList<InputPlan> Plans { get; private set; } = [];

    /// <summary>Largest batch of a model whose requests choose theirs; 0 for all others.</summary>
    internal int BatchLimit { get; private set; }

    /// <summary>False only when the device says that it does not collect layer times.</summary>
    internal bool IsProfiled => _profiled.Value;

    /// <summary>Makes a request. Each runs one inference at a time; several run in parallel.</summary>
    public InferRequest CreateInferRequest() => new(this);

    /// <summary>Value of a property of the compiled model, for example <c>NUM_STREAMS</c>.</summary>
    /// <exception cref="OpenVinoException">The device knows no such property.</exception>
    public string GetProperty(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        Status.Check(NativeMethods.ov_compiled_model_get_property(_handle, key, out byte* value), "read a property of the compiled model", key);
        return NativeText.Take(value);
    }

    /// <summary>Writes the compiled model to a file that <see cref="Core.ImportModel(string,string)"/> loads without compiling again.</summary>
    /// <exception cref="OpenVinoException">The device cannot export, or the file cannot be written.</exception>
    /// <exception cref="NotSupportedException">The model has memory states.</exception>
    public void Export(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (States is not null)
            throw new NotSupportedException("A model with memory states cannot be exported: the file would not have their initial values. Compile it with CACHE_DIR instead.");

        Status.Check(NativeMethods.ov_compiled_model_export_model(_handle, path), "export the compiled model", path);
    }

    /// <summary>The input with that name; any of a tensor's names will do, and <c>#0</c> for the first input when it has none.</summary>
    /// <exception cref="ArgumentException">There is no input of that name.</exception>
    public Port FindInput(string name) => TryFindInput(name) ?? throw PortSearch.Missing(name, "input", Inputs);

    /// <summary>The output with that name; any of a tensor's names will do, and <c>#0</c> for the first output when it has none.</summary>
    /// <exception cref="ArgumentException">There is no output of that name.</exception>
    public Port FindOutput(string name) => TryFindOutput(name) ?? throw PortSearch.Missing(name, "output", Outputs);

    /// <summary>
    /// Layer times of the streams these requests last ran on, merged by layer: the average over the requests in which it ran. Needs
    /// <c>PERF_COUNT=YES</c> at compilation; in execution order.
    /// </summary>
    /// <exception cref="InvalidOperationException">The model was compiled without <c>PERF_COUNT</c>.</exception>
    public static IReadOnlyList<ProfiledLayer> MergeProfiles(IEnumerable<InferRequest> requests)
    {
        ArgumentNullException.ThrowIfNull(requests);
        var merged = new OrderedDictionary<string, (ProfiledLayer Layer, int Runs)>();
        foreach (ProfiledLayer layer in requests.SelectMany(static request => request.GetProfilingInfo()))
        {
            int runs = layer.Status == LayerStatus.Executed ? 1 : 0;
            if (!merged.TryGetValue(layer.Name, out (ProfiledLayer Layer, int Runs) sum))
                merged.Add(layer.Name, (layer, runs));
            else if (runs == 1 && sum.Runs == 0)
                merged[layer.Name] = (layer, 1);
            else if (runs == 1)
                merged[layer.Name] = (sum.Layer with { RealTime = sum.Layer.RealTime + layer.RealTime, CpuTime = sum.Layer.CpuTime + layer.CpuTime }, sum.Runs + 1);
        }

        return [.. merged.Values.Select(static entry =>
            entry.Runs < 2 ? entry.Layer : entry.Layer with { RealTime = entry.Layer.RealTime / entry.Runs, CpuTime = entry.Layer.CpuTime / entry.Runs })];
    }

    /// <summary>Gives the native model back once no request needs it.</summary>
    public void Dispose()
    {
        if (_handle.IsClosed)
            return;

        _handle.Dispose();
        Variants?.Dispose();
    }

    internal Port? TryFindInput(string name) => PortSearch.Find(Inputs, name, NativeInputName);

    internal Port? TryFindOutput(string name) => PortSearch.Find(Outputs, name, NativeOutputName);

    /// <summary>Tells what the original API's requests need to know beyond the model.</summary>
    internal void Adapt(PreprocessVariants variants, IReadOnlyList<InputPlan> plans, int batchLimit)
    {
        Variants = variants;
        Plans = plans;
        BatchLimit = batchLimit;
    }

    /// <summary>By input, what runs before this model; null for most models.</summary>
    internal IReadOnlyList<InferRequest?>? CreateStages() =>
        Plans.Any(static plan => plan.Info.HasMeanImage) ? Variants!.Get(Plans).CreateStages() : null;

    /// <summary>A native request whose completions go to <paramref name="owner"/>.</summary>
    internal InferRequestHandle CreateHandle(InferRequest owner)
    {
        Status.Check(NativeMethods.ov_compiled_model_create_infer_request(_handle, out nint request), "create an infer request");
        return new InferRequestHandle(request, owner);
    }

    private bool ReadProfiled() =>
        NativeMethods.ov_compiled_model_get_property(_handle, "PERF_COUNT", out byte* value) != StatusCode.OK
        || NativeText.Take(value) is not ("NO" or "false" or "0");

    private string? NativeInputName(string alias) =>
        NativeMethods.ov_compiled_model_input_by_name(_handle, alias, out PortHandle port) == StatusCode.OK ? PortSearch.NameAndFree(port) : null;

    private string? NativeOutputName(string alias) =>
        NativeMethods.ov_compiled_model_output_by_name(_handle, alias, out PortHandle port) == StatusCode.OK ? PortSearch.NameAndFree(port) : null;
}
