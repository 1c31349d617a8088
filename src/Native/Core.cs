using OpenVinoFlow.Native.Interop;
using OpenVinoFlow.Native.Legacy;
using OpenVinoFlow.Native.States;

namespace OpenVinoFlow.Native;

/// <summary>
/// OpenVINO's entry point: reads models, compiles them for devices, holds properties. Thread-safe. One for the whole process is enough
/// and cheapest: each core loads its own device plugins.
/// </summary>
public sealed unsafe partial class Core : IDisposable
{
    private readonly CoreHandle _handle;
    private readonly PropertyPassing _properties;
    private readonly Lazy<bool> _cpuPlugin;

    /// <summary>Makes a core on the process's runtime, which is located and loaded when that has not happened yet.</summary>
    /// <exception cref="OpenVinoRuntimeException">No usable OpenVINO was found.</exception>
    public Core()
        : this(PropertyPassing.For(OpenVinoRuntime.Load().Handle))
    {
    }

    internal Core(PropertyPassing properties)
    {
        OpenVinoRuntime.Load();
        _properties = properties;
        Status.Check(NativeMethods.ov_core_create(out _handle), "create a core");
        _cpuPlugin = new Lazy<bool>(LoadCpuPlugin);
    }

    /// <summary>
    /// The devices whose plugins load here, for example <c>CPU</c>. Loads every plugin of the runtime, drivers included: slow, not for
    /// every start.
    /// </summary>
    public IReadOnlyList<string> AvailableDevices
    {
        get
        {
            EnsureCpuPlugin();
            Status.Check(NativeMethods.ov_core_get_available_devices(_handle, out AvailableDevices devices), "list the devices");
            try
            {
                var names = new string[(int)devices.Count];
                for (int i = 0; i < names.Length; i++)
                    names[i] = NativeText.Read(devices.Devices[i]);

                return names;
            }
            finally
            {
                NativeMethods.ov_available_devices_free(&devices);
            }
        }
    }

    /// <summary>
    /// Reads an OpenVINO IR (<c>.xml</c>), ONNX or TFLite model. An IR's memory states are made explicit, so that
    /// <see cref="InferRequest.QueryState"/> can reach them; its inputs and outputs do not change by that.
    /// </summary>
    /// <param name="path">The model file.</param>
    /// <param name="weights">The IR's <c>.bin</c> file; null takes the one beside the model.</param>
    /// <exception cref="FileNotFoundException">A file does not exist.</exception>
    /// <exception cref="OpenVinoException">The file is not a model OpenVINO can read.</exception>
    public Model ReadModel(string path, string? weights = null)
    {
        RequireFile(path, "model");
        if (weights is not null)
            RequireFile(weights, "weights");

        Model model = StatefulFile.MayHaveStates(path) ? new StatefulFile(path, weights).Read(this) : ReadModelAsItIs(path, weights, stateRefusal: null);
        model.Recipe = new ModelRecipe(path, weights, new Dictionary<int, PartialShape>());
        return model;
    }

    /// <summary>Compiles a model for a device.</summary>
    /// <param name="model">The model; it may be disposed afterwards.</param>
    /// <param name="device"><c>CPU</c>, or another of <see cref="AvailableDevices"/>.</param>
    /// <param name="properties">OpenVINO's properties by key, for example <c>PERFORMANCE_HINT</c> = <c>THROUGHPUT</c>; booleans are YES and NO.</param>
    /// <exception cref="OpenVinoException">The device refuses the model or a property.</exception>
    public CompiledModel CompileModel(Model model, string device = "CPU", IReadOnlyDictionary<string, string>? properties = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(device);
        EnsureCpuPlugin();
        using var buffer = new PropertyBuffer(properties);
        Status.Check(_properties.Compile(_handle, model.Handle, device, buffer.Pairs, out CompiledModelHandle handle), "compile the model", Describe(device, properties));
        var compiled = new CompiledModel(handle, this, model.States, model.StateRefusal);
        if (model.Recipe is { } recipe)
        {
            InputPlan[] plans = [.. model.Inputs.Select(static port => InputPlan.Direct(port, InputInfo.GuessLayout(port.PartialShape)))];
            var variants = new PreprocessVariants(this, recipe, model.Inputs, new Dictionary<int, ElementType>(), device, new Dictionary<string, string>(properties ?? new Dictionary<string, string>()));
            variants.Add(plans, compiled);
            compiled.Adapt(variants, plans, batchLimit: 0);
        }

        return compiled;
    }

    /// <summary>Reads and compiles a model file in one call; with <c>CACHE_DIR</c> set, the second time without parsing the model at all.</summary>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="OpenVinoException">The device refuses the model or a property.</exception>
    public CompiledModel CompileModel(string path, string device = "CPU", IReadOnlyDictionary<string, string>? properties = null)
    {
        RequireFile(path, "model");
        ArgumentException.ThrowIfNullOrEmpty(device);
        if (StatefulFile.MayHaveStates(path))
        {
            using Model model = ReadModel(path);
            return CompileModel(model, device, properties);
        }

        EnsureCpuPlugin();
        using var buffer = new PropertyBuffer(properties);
        Status.Check(_properties.CompileFile(_handle, path, device, buffer.Pairs, out CompiledModelHandle compiled), "compile the model", $"{path}, {Describe(device, properties)}");
        return new CompiledModel(compiled, this, states: null, stateRefusal: null);
    }

    /// <summary>Loads what <see cref="CompiledModel.Export"/> wrote, for the same device and OpenVINO release.</summary>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="OpenVinoException">The file is not a compiled model of this device and release.</exception>
    public CompiledModel ImportModel(string path, string device = "CPU")
    {
        RequireFile(path, "compiled model");
        return ImportModel(File.ReadAllBytes(path), device);
    }

    /// <summary>Loads a compiled model from memory, which is needed during the call only.</summary>
    /// <exception cref="OpenVinoException">The content is not a compiled model of this device and release.</exception>
    public CompiledModel ImportModel(ReadOnlySpan<byte> content, string device = "CPU")
    {
        ArgumentException.ThrowIfNullOrEmpty(device);
        EnsureCpuPlugin();
        fixed (byte* first = content)
        {
            Status.Check(NativeMethods.ov_core_import_model(_handle, first, (nuint)content.Length, device, out CompiledModelHandle compiled), "import the compiled model", device);
            return new CompiledModel(compiled, this, states: null, stateRefusal: null);
        }
    }

    /// <summary>Value of a device's property, for example <c>FULL_DEVICE_NAME</c>.</summary>
    /// <exception cref="OpenVinoException">The device knows no such property.</exception>
    public string GetProperty(string device, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(device);
        ArgumentException.ThrowIfNullOrEmpty(key);
        EnsureCpuPlugin();
        return ReadProperty(device, key);
    }

    /// <summary>Sets a property for everything this core compiles later.</summary>
    /// <param name="device">The device; empty for the core itself, for example with <c>CACHE_DIR</c>.</param>
    /// <param name="key">OpenVINO's key.</param>
    /// <param name="value">The value as text; booleans are YES and NO.</param>
    /// <exception cref="OpenVinoException">The device refuses the property.</exception>
    public void SetProperty(string device, string key, string value)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(value);
        EnsureCpuPlugin();
        using var buffer = new PropertyBuffer(new Dictionary<string, string> { [key] = value });
        Status.Check(_properties.Set(_handle, device.Length == 0 ? null : device, buffer.Pairs), "set a property", $"{key} = {value} on {(device.Length == 0 ? "the core" : device)}");
    }

    /// <summary>Versions of the plugins behind a device name, by device.</summary>
    /// <exception cref="OpenVinoException">There is no such device.</exception>
    public IReadOnlyDictionary<string, DeviceVersion> GetVersions(string device)
    {
        ArgumentException.ThrowIfNullOrEmpty(device);
        EnsureCpuPlugin();
        Status.Check(NativeMethods.ov_core_get_versions_by_device_name(_handle, device, out CoreVersionList list), "read the versions", device);
        try
        {
            var versions = new Dictionary<string, DeviceVersion>();
            for (int i = 0; i < (int)list.Count; i++)
            {
                CoreVersion version = list.Versions[i];
                versions[NativeText.Read(version.DeviceName)] = new DeviceVersion(NativeText.Read(version.Version.BuildNumber), NativeText.Read(version.Version.Description));
            }

            return versions;
        }
        finally
        {
            NativeMethods.ov_core_versions_free(&list);
        }
    }

    /// <summary>Gives the core back. Models compiled by it go on working.</summary>
    public void Dispose() => _handle.Dispose();

    /// <summary>Reads a model file without a look at its states.</summary>
    internal Model ReadModelAsItIs(string path, string? weights, string? stateRefusal)
    {
        Status.Check(NativeMethods.ov_core_read_model(_handle, path, weights, out ModelHandle model), "read the model", path);
        return new Model(model) { StateRefusal = stateRefusal };
    }

    /// <summary>Reads an IR from memory. OpenVINO keeps the tensor behind <paramref name="weights"/> as long as the model needs it.</summary>
    internal Model ReadModelFromMemory(byte[] description, Tensor? weights)
    {
        fixed (byte* text = description)
        {
            nint content = weights?.Handle.DangerousGetHandle() ?? 0;
            StatusCode status = NativeMethods.ov_core_read_model_from_memory_buffer(_handle, text, (nuint)description.Length, content, out ModelHandle model);
            GC.KeepAlive(weights);
            Status.Check(status, "read a model from memory");
            return new Model(model);
        }
    }

    private static void RequireFile(string path, string kind)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
            throw new FileNotFoundException($"The {kind} file {Path.GetFullPath(path)} does not exist.", path);
    }

    private static string Describe(string device, IReadOnlyDictionary<string, string>? properties) =>
        properties is null || properties.Count == 0 ? device : $"{device}, {string.Join(", ", properties.Select(static pair => $"{pair.Key}={pair.Value}"))}";

    private void EnsureCpuPlugin() => _ = _cpuPlugin.Value;

    /// <summary>
    /// Other devices (AUTO, HETERO, BATCH) load the CPU plugin too, on whichever thread they run, so it is loaded before any of them. A
    /// runtime without that plugin goes on without it.
    /// </summary>
    private bool LoadCpuPlugin() =>
        PluginThread.Run(() => NativeMethods.ov_core_get_property(_handle, "CPU", "FULL_DEVICE_NAME", out byte* value) == StatusCode.OK && NativeText.Take(value).Length > 0);

    private string ReadProperty(string device, string key)
    {
        Status.Check(NativeMethods.ov_core_get_property(_handle, device, key, out byte* value), "read a property", $"{key} of {device}");
        return NativeText.Take(value);
    }
}
