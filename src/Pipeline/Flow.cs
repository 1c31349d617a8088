using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Pipeline.Sinks;
using OpenVinoFlow.Pipeline.Sources;
using OpenVinoFlow.Pipeline.Statistics;
using OpenVinoFlow.Preprocess;

namespace OpenVinoFlow.Pipeline;

/// <summary>
/// A network, compiled and ready, with everything around it: where images come from, how they are prepared, where results go. Compiling is
/// done once; a flow can be run again and again, one run at a time.
/// </summary>
public sealed class Flow : IAsyncDisposable
{
    private readonly FlowOptions _options;
    private readonly IInferenceEngine _engine;
    private readonly ICompiledModel _model;
    private readonly PreprocessOptions _preprocess;
    private readonly FlowPlan _plan;
    private readonly Provenance _provenance;
    private readonly Dictionary<string, string> _settings;

    private Flow(FlowOptions options, string fingerprint, IInferenceEngine engine)
    {
        _options = options;
        _engine = engine;

        ModelDescription description = engine.Describe(options.Model.Path);
        ImageInput image = ImageInput.Find(
            description,
            options.Preprocess.Color == ColorOrder.Gray ? 1 : 3,
            options.Preprocess.Resize.Width,
            options.Preprocess.Resize.Height);

        (PrecisionKind precision, string why) = PrecisionChoice.For(options.Model.Precision, engine.Name);
        var spec = new CompileSpec
        {
            ModelPath = options.Model.Path,
            Model = description,
            Image = image,
            Batch = options.Infer.Batch,
            Mean = PerChannel(options.Preprocess.Mean, image.Channels),
            Scale = PerChannel(options.Preprocess.Scale, image.Channels),
            Device = options.Model.Device,
            Precision = precision,
            Streams = options.Infer.Streams,
            Threads = options.Infer.Threads ?? Environment.ProcessorCount,
            Requests = options.Infer.Requests,
            Properties = options.Model.Properties,
            CacheDirectory = options.Model.CacheDirectory,
            Profile = options.Report.PerLayer,
        };

        _model = engine.Compile(spec);
        _plan = FlowPlan.For(options, _model);
        _preprocess = PreprocessPlan.For(options.Preprocess, _model.Input, spec);
        _provenance = new Provenance(
            options.Name,
            fingerprint,
            Path.GetFileName(options.Model.Path),
            options.Model.Engine == EngineKind.Null ? "" : HashOf(options.Model.Path),
            $"{engine.Name} {engine.Version}",
            ProductName());
        _settings = new Dictionary<string, string>(_model.Settings)
        {
            ["precision"] = why,
            ["batch"] = _model.Batch.ToString(CultureInfo.InvariantCulture),
            ["input"] = $"{_model.Input.Type.Text()} {_model.Input.Layout.ToString().ToUpperInvariant()} {image.Width}x{image.Height}x{image.Channels}",
        };
    }

    /// <summary>Name of the engine that runs the network.</summary>
    public string Engine => _engine.Name;

    /// <summary>The network's outputs as compiled.</summary>
    public IReadOnlyList<TensorDescription> Outputs => _model.Outputs;

    /// <summary>Reads a YAML file and makes a flow of it.</summary>
    /// <param name="path">The YAML file.</param>
    /// <param name="engines">The inference engines to choose from; null takes those built in.</param>
    /// <param name="overrides">Values that win over the file's, for example <c>infer.requests=4</c>.</param>
    /// <exception cref="ConfigurationException">The file has mistakes.</exception>
    /// <exception cref="InferenceException">The engine or the model cannot be used.</exception>
    public static Flow Load(string path, EngineCatalog? engines = null, IReadOnlyList<string>? overrides = null)
    {
        ResolvedConfiguration configuration = ConfigurationReader.Load(path, overrides ?? []);
        return Create(configuration.Options, engines, configuration.Fingerprint);
    }

    /// <summary>Makes a flow of options built in code.</summary>
    /// <param name="options">The options.</param>
    /// <param name="engines">The inference engines to choose from; null takes those built in.</param>
    /// <param name="fingerprint">What stands for the configuration in outputs.</param>
    /// <exception cref="SourceException">The source has nothing to read.</exception>
    /// <exception cref="InferenceException">The engine or the model cannot be used.</exception>
    public static Flow Create(FlowOptions options, EngineCatalog? engines = null, string fingerprint = "code")
    {
        ArgumentNullException.ThrowIfNull(options);

        // Before the seconds a compilation takes.
        ImageSources.Create(options.Source).Check();

        IInferenceEngine engine = (engines ?? new EngineCatalog()).Create(options.Model);
        try
        {
            return new Flow(options, fingerprint, engine);
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    /// <summary>Runs every image of the configured source through the network and writes the results to the configured sinks.</summary>
    /// <param name="options">Progress and cancellation beyond the token.</param>
    /// <param name="cancellationToken">Ends the run early; what is on its way is finished first.</param>
    /// <returns>What was done. Faults after the first item are in the report, not thrown.</returns>
    /// <exception cref="SinkException">A sink cannot be opened.</exception>
    public async Task<FlowReport> RunAsync(RunControl? options = null, CancellationToken cancellationToken = default)
    {
        var sinks = new List<IResultSink>();
        try
        {
            sinks.AddRange(_options.Sinks.Select(CreateSink));
            if (_options.Errors.Quarantine is { } quarantine)
                sinks.Add(new QuarantineSink(quarantine));

            return await RunAsync(ImageSources.Create(_options.Source), sinks, options, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (IResultSink sink in sinks)
                await sink.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Runs images of a source of the caller's, with sinks of the caller's, which the caller disposes.</summary>
    /// <param name="source">Where the images come from.</param>
    /// <param name="sinks">Where the results go.</param>
    /// <param name="options">Progress and cancellation beyond the token.</param>
    /// <param name="cancellationToken">Ends the run early; what is on its way is finished first.</param>
    public async Task<FlowReport> RunAsync(
        IImageSource source,
        IReadOnlyList<IResultSink> sinks,
        RunControl? options = null,
        CancellationToken cancellationToken = default)
    {
        using var run = new FlowRun(_options, _model, _preprocess, _plan, source, sinks, _provenance, _settings, options ?? new RunControl());
        return await run.ExecuteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _model.Dispose();
        _engine.Dispose();
        return default;
    }

    private static IResultSink CreateSink(SinkOptions options) => options switch
    {
        JsonlSinkOptions jsonl => new JsonlSink(jsonl),
        NpySinkOptions npy => new NpySink(npy),
        _ => throw new SinkException($"Sinks of kind {options.GetType().Name} are not known."),
    };

    private static float[] PerChannel(IReadOnlyList<float> values, int channels) => values.Count == 1
        ? [.. Enumerable.Repeat(values[0], channels)]
        : values.Count == channels
            ? [.. values]
            : throw new InferenceException($"preprocess.mean and preprocess.scale need 1 or {channels} values, not {values.Count}.");

    /// <summary>SHA-256 of the model file, and of the weights beside an IR file.</summary>
    private static string HashOf(string path)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string weights = Path.ChangeExtension(path, ".bin");
        string[] files = path.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) && File.Exists(weights) ? [path, weights] : [path];
        byte[] block = new byte[1 << 20];
        foreach (string name in files)
        {
            using FileStream file = File.OpenRead(name);
            for (int read; (read = file.Read(block)) > 0;)
                hash.AppendData(block, 0, read);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string ProductName()
    {
        AssemblyInformationalVersionAttribute? version = typeof(Flow).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>();
        return $"OpenVinoFlow {version?.InformationalVersion ?? "unknown"}";
    }
}
