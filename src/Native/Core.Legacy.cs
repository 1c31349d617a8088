using OpenVinoFlow.Native.Legacy;

namespace OpenVinoFlow.Native;

/// <content>The names of OpenVINO's original API. They do the same as today's, plus what has no counterpart today.</content>
public sealed unsafe partial class Core
{
    /// <summary>Reads a network (<c>read_network</c>): <see cref="ReadModel"/> with names for inputs, outputs and batch.</summary>
    /// <param name="model">The model file: IR, ONNX or TFLite.</param>
    /// <param name="weights">The IR's <c>.bin</c> file; null takes the one beside the model.</param>
    /// <exception cref="FileNotFoundException">A file does not exist.</exception>
    /// <exception cref="OpenVinoException">The file is not a model OpenVINO can read.</exception>
    public Network ReadNetwork(string model, string? weights = null) => new(ReadModel(model, weights));

    /// <summary>Loads a network onto a device (<c>load_network</c>) and makes its requests.</summary>
    /// <param name="network">The network; it may be disposed afterwards.</param>
    /// <param name="device">For example <c>CPU</c>.</param>
    /// <param name="config">
    /// Properties by key. <c>DYN_BATCH_ENABLED</c> = YES lets requests run with any batch up to <see cref="Network.Batch"/>
    /// (<see cref="InferRequest.SetBatch"/>), or up to <c>DYN_BATCH_LIMIT</c>.
    /// </param>
    /// <param name="numRequests">How many requests; 0 makes as many as keep the device busy.</param>
    /// <exception cref="OpenVinoException">The device refuses the network or a property.</exception>
    public ExecutableNetwork LoadNetwork(Network network, string device = "CPU", IReadOnlyDictionary<string, string>? config = null, int numRequests = 1)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentException.ThrowIfNullOrEmpty(device);
        ArgumentOutOfRangeException.ThrowIfNegative(numRequests);
        (Dictionary<string, string> properties, bool dynamicBatch, int? limit) = LegacyConfig.Translate(config);

        ModelRecipe recipe = network.Model.Recipe!;
        int batchLimit = 0;
        if (dynamicBatch)
        {
            batchLimit = BatchLimit(network, limit);
            recipe = recipe.With(network.BatchShapes(new Dimension(1, batchLimit)));
        }

        using Model fresh = recipe.Make(this);
        Dictionary<int, ElementType> outputs = network.OutputInfo.Values
            .Where(static output => output.Precision != output.Port.ElementType)
            .ToDictionary(static output => output.Port.Index, static output => output.Precision);
        var variants = new PreprocessVariants(this, recipe, fresh.Inputs, outputs, device, properties);
        InputPlan[] plans = [.. network.InputInfo.Values.Select(static input => input.Plan())];
        CompiledModel compiled = variants.Get(plans).Main;
        compiled.Adapt(variants, plans, batchLimit);
        return new ExecutableNetwork(compiled, numRequests);
    }

    /// <summary>Loads what <see cref="ExecutableNetwork.Export"/> wrote (<c>import_network</c>).</summary>
    /// <param name="path">The file.</param>
    /// <param name="device">The device it was made for.</param>
    /// <param name="config">Properties. The import itself takes none, so they are set on the device for everything that follows.</param>
    /// <param name="numRequests">How many requests; 0 makes as many as keep the device busy.</param>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="OpenVinoException">The file is not a compiled model of this device and release.</exception>
    public ExecutableNetwork ImportNetwork(string path, string device = "CPU", IReadOnlyDictionary<string, string>? config = null, int numRequests = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(numRequests);
        SetConfig(config ?? new Dictionary<string, string>(), device);
        return new ExecutableNetwork(ImportModel(path, device), numRequests);
    }

    /// <summary>Sets properties for everything this core loads later (<c>set_config</c>).</summary>
    /// <param name="config">Properties by key.</param>
    /// <param name="device">The device; empty for the core itself.</param>
    /// <exception cref="OpenVinoException">The device refuses a property.</exception>
    /// <exception cref="NotSupportedException">A key only makes sense for one network.</exception>
    public void SetConfig(IReadOnlyDictionary<string, string> config, string device = "")
    {
        (Dictionary<string, string> properties, bool dynamicBatch, int? limit) = LegacyConfig.Translate(config);
        if (dynamicBatch || limit is not null)
            throw new NotSupportedException("DYN_BATCH_ENABLED and DYN_BATCH_LIMIT belong to one network: give them to LoadNetwork.");

        foreach ((string key, string value) in properties)
            SetProperty(device, key, value);
    }

    private static int BatchLimit(Network network, int? limit)
    {
        int batch = limit ?? network.Batch;
        return batch > 0 ? batch : throw new ArgumentException("DYN_BATCH_ENABLED needs a largest batch: the network's is open. Set Network.Batch or DYN_BATCH_LIMIT.", nameof(network));
    }
}
