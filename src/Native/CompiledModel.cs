using OpenVinoFlow.Native.Interop;

namespace OpenVinoFlow.Native;

/// <summary>A network compiled for a device: the factory of <see cref="InferRequest"/>s. Thread-safe. Requests keep what they need of it alive.</summary>
public sealed unsafe class CompiledModel : IDisposable
{
    private readonly CompiledModelHandle _handle;
    private readonly Lazy<bool> _profiled;

    internal CompiledModel(CompiledModelHandle handle)
    {
        _handle = handle;
        Inputs = PortList.Read(handle, NativeMethods.ov_compiled_model_inputs_size, NativeMethods.ov_compiled_model_input_by_index);
        Outputs = PortList.Read(handle, NativeMethods.ov_compiled_model_outputs_size, NativeMethods.ov_compiled_model_output_by_index);
        _profiled = new Lazy<bool>(ReadProfiled);
    }

    /// <summary>The inputs.</summary>
    public IReadOnlyList<Port> Inputs { get; }

    /// <summary>The outputs.</summary>
    public IReadOnlyList<Port> Outputs { get; }

    /// <summary>How many requests keep the device busy (<c>OPTIMAL_NUMBER_OF_INFER_REQUESTS</c>).</summary>
    public int OptimalNumberOfInferRequests => int.Parse(GetProperty("OPTIMAL_NUMBER_OF_INFER_REQUESTS"), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>False only when the device says that it does not collect layer times.</summary>
    internal bool IsProfiled => _profiled.Value;

    /// <summary>Makes a request. Each runs one inference at a time; several run in parallel.</summary>
    public InferRequest CreateInferRequest()
    {
        Status.Check(NativeMethods.ov_compiled_model_create_infer_request(_handle, out nint request), "create an infer request");
        return new InferRequest(this, request);
    }

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
    public void Export(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Status.Check(NativeMethods.ov_compiled_model_export_model(_handle, path), "export the compiled model", path);
    }

    /// <summary>The input with that name; any of a tensor's names will do, and <c>#0</c> for the first input when it has none.</summary>
    /// <exception cref="ArgumentException">There is no input of that name.</exception>
    public Port FindInput(string name) => PortSearch.Find(Inputs, name, "input", NativeInputName);

    /// <summary>The output with that name; any of a tensor's names will do, and <c>#0</c> for the first output when it has none.</summary>
    /// <exception cref="ArgumentException">There is no output of that name.</exception>
    public Port FindOutput(string name) => PortSearch.Find(Outputs, name, "output", NativeOutputName);

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
    public void Dispose() => _handle.Dispose();

    private bool ReadProfiled() =>
        NativeMethods.ov_compiled_model_get_property(_handle, "PERF_COUNT", out byte* value) != StatusCode.OK
        || NativeText.Take(value) is not ("NO" or "false" or "0");

    private string? NativeInputName(string alias) =>
        NativeMethods.ov_compiled_model_input_by_name(_handle, alias, out PortHandle port) == StatusCode.OK ? PortSearch.NameAndFree(port) : null;

    private string? NativeOutputName(string alias) =>
        NativeMethods.ov_compiled_model_output_by_name(_handle, alias, out PortHandle port) == StatusCode.OK ? PortSearch.NameAndFree(port) : null;
}
