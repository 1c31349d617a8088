using System.Globalization;
using OpenVinoFlow.Native;
using OpenVinoFlow.Pipeline.Configuration;

namespace OpenVinoFlow.Pipeline.Engines.OpenVino;

/// <summary>
/// A network compiled by OpenVINO with its preprocessing inside the graph: it takes u8 NHWC pictures as they come from the decoder; type,
/// layout, mean and scale are the graph's first nodes.
/// </summary>
internal sealed class OpenVinoCompiledModel : ICompiledModel
{
    private readonly CompiledModel _compiled;
    private readonly Shape _inputShape;
    private readonly int _inputIndex;

    public OpenVinoCompiledModel(Core core, Model model, CompileSpec spec)
    {
        ImageInput image = spec.Image;
        Batch = spec.Batch;
        _inputIndex = image.Index;
        model.Reshape(image.Index, new Shape(image.Dims(spec.Batch)));

        using Model ready = AddPreprocessing(model, spec);
        _compiled = core.CompileModel(ready, spec.Device, PropertiesFor(spec));

        Input = new InputFormat(DataType.U8, ImageLayout.Nhwc, image.Channels, image.Height, image.Width, NormalizeOnHost: false);
        _inputShape = new Shape(spec.Batch, image.Height, image.Width, image.Channels);
        Outputs = [.. _compiled.Outputs.Select(Ports.Describe)];
        CheckOutputs(spec);

        OptimalRequests = _compiled.OptimalNumberOfInferRequests + 1;
        Settings = new Dictionary<string, string>
        {
            ["streams"] = _compiled.GetProperty("NUM_STREAMS"),
            ["threads"] = _compiled.GetProperty("INFERENCE_NUM_THREADS"),
            ["inference_precision"] = _compiled.GetProperty("INFERENCE_PRECISION_HINT"),
        };
    }

    public InputFormat Input { get; }

    public int Batch { get; }

    public IReadOnlyList<TensorDescription> Outputs { get; }

    /// <summary>One more than there are streams, so that a stream finds its next inference queued while the last one is collected.</summary>
    public int OptimalRequests { get; }

    public IReadOnlyDictionary<string, string> Settings { get; }

    public InferBuffers CreateBuffers() => new OpenVinoBuffers(Input, Batch, _inputShape, Outputs);

    public IInferSlot CreateSlot(int index, CompletionChannel completions) =>
        new OpenVinoSlot(_compiled.CreateInferRequest(), _inputIndex, index, completions);

    public IReadOnlyList<LayerTime> ReadLayerTimes(IReadOnlyList<IInferSlot> slots) =>
    [
        .. CompiledModel.MergeProfiles(slots.Cast<OpenVinoSlot>().Select(slot => slot.Request))
            .Select(layer => new LayerTime(layer.Name, layer.LayerType, layer.ExecType, StatusText(layer.Status), layer.RealTime)),
    ];

    public void Dispose() => _compiled.Dispose();

    private static Model AddPreprocessing(Model model, CompileSpec spec)
    {
        using var processor = new PrePostProcessor(model);
        InputPreprocessing input = processor.Input(spec.Image.Index)
            .TensorElementType(ElementType.U8)
            .TensorLayout("NHWC")
            .ModelLayout(spec.Image.Layout == ImageLayout.Nchw ? "NCHW" : "NHWC");

        bool identity = spec.Mean.All(mean => mean == 0) && spec.Scale.All(scale => scale == 1);
        if (!identity)
        {
            input.ConvertElementType(ElementType.F32);
            if (spec.Mean.Any(mean => mean != 0))
                input.Mean([.. spec.Mean]);
            if (spec.Scale.Any(scale => scale != 1))
                input.Scale([.. spec.Scale]);
        }

        return processor.Build();
    }

    private static Dictionary<string, string> PropertiesFor(CompileSpec spec)
    {
        var properties = new Dictionary<string, string>
        {
            ["PERFORMANCE_HINT"] = "THROUGHPUT",
            ["INFERENCE_NUM_THREADS"] = spec.Threads.ToString(CultureInfo.InvariantCulture),
        };
        if (spec.Streams is { } streams)
            properties["NUM_STREAMS"] = streams.ToString(CultureInfo.InvariantCulture);
        if (spec.Precision is PrecisionKind.F32 or PrecisionKind.Bf16 or PrecisionKind.F16)
            properties["INFERENCE_PRECISION_HINT"] = spec.Precision.ToString().ToLowerInvariant();
        if (spec.Profile)
            properties["PERF_COUNT"] = "YES";
        if (spec.CacheDirectory is { } cache)
            properties["CACHE_DIR"] = cache;

        // Not only CPU has these: what another device does not know, the configuration cannot ask of it.
        if (!spec.Device.StartsWith("CPU", StringComparison.OrdinalIgnoreCase))
            properties.Remove("INFERENCE_NUM_THREADS");

        foreach ((string key, string value) in spec.Properties)
            properties[key] = value;
        return properties;
    }

    private void CheckOutputs(CompileSpec spec)
    {
        foreach (TensorDescription output in Outputs)
        {
            if (output.Type == DataType.Unknown)
                throw new InferenceException($"The model's output {output} has a type that cannot be read here.");
            if (spec.Batch > 1 && (output.Dims.Count == 0 || output.Dims[0] % spec.Batch != 0))
                throw new InferenceException($"The model's output {output} cannot be cut into {spec.Batch} images; use infer.batch: 1.");
        }
    }

    private static string StatusText(LayerStatus status) => status switch
    {
        LayerStatus.Executed => "executed",
        LayerStatus.OptimizedOut => "optimized_out",
        _ => "not_run",
    };
}
