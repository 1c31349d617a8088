using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Pipeline.Sinks;

namespace OpenVinoFlow.Pipeline;

/// <summary>
/// Makes flows that share what can be shared within a process: an engine is loaded once, and flows with the same network, compiled the same
/// way, use one compiled model and thereby the same streams and cores. Thread-safe. Disposed after its flows; a flow that is still open keeps
/// what it uses.
/// </summary>
public sealed class FlowHost : IAsyncDisposable
{
    private readonly FlowHostOptions _options;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Shared<IInferenceEngine>> _engines = [];
    private readonly Dictionary<string, Shared<ICompiledModel>> _models = [];

    /// <summary>Loads nothing yet.</summary>
    public FlowHost(FlowHostOptions? options = null) => _options = options ?? new FlowHostOptions();

    /// <summary>Reads a YAML file and makes a flow of it.</summary>
    /// <param name="path">The YAML file.</param>
    /// <param name="overrides">Values that win over the file's, for example <c>infer.requests=4</c>.</param>
    /// <param name="profile">One of the file's profiles, or null.</param>
    /// <exception cref="ConfigurationException">The file has mistakes.</exception>
    /// <exception cref="Sources.SourceException">The source has nothing to read.</exception>
    /// <exception cref="InferenceException">The engine or the model cannot be used.</exception>
    public Flow Load(string path, IReadOnlyList<string>? overrides = null, string? profile = null) =>
        Create(ConfigurationReader.Load(path, overrides ?? [], profile));

    /// <summary>Makes a flow of a configuration that was read before.</summary>
    /// <exception cref="Sources.SourceException">The source has nothing to read.</exception>
    /// <exception cref="InferenceException">The engine or the model cannot be used.</exception>
    public Flow Create(ResolvedConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        RunOrigin? origin = Path.IsPathFullyQualified(configuration.SourcePath)
            ? new RunOrigin(configuration.SourcePath, configuration.Profile, configuration.Overrides, configuration.OverrideFolder)
            : null;
        try
        {
            return Create(configuration.Options, configuration.Fingerprint, origin);
        }
        catch (InferenceException error) when (configuration.WithoutSecrets(error.Message) is var message && message != error.Message)
        {
            // Without the cause, whose message says the same.
            throw new InferenceException(message);
        }
    }

    /// <summary>Makes a flow of options built in code.</summary>
    /// <exception cref="ConfigurationException">An option is out of its range, or two do not fit together.</exception>
    /// <exception cref="Sources.SourceException">The source has nothing to read.</exception>
    /// <exception cref="InferenceException">The engine or the model cannot be used.</exception>
    public Flow Create(FlowOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        FlowOptionsValidation.ThrowIfInvalid(options);
        return Create(options, ConfigurationFingerprint.Compute(options, Environment.CurrentDirectory), origin: null);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            foreach (Shared<ICompiledModel> model in _models.Values)
                model.Release();
            foreach (Shared<IInferenceEngine> engine in _engines.Values)
                engine.Release();
            _models.Clear();
            _engines.Clear();
        }

        return default;
    }

    private Flow Create(FlowOptions options, string fingerprint, RunOrigin? origin)
    {
        // Before the seconds a compilation may take.
        if (options.Source != new SourceOptions())
            Sources.ImageSources.Create(options.Source).Check();

        Shared<IInferenceEngine> engine = RentEngine(options.Model);
        Shared<ICompiledModel>? model = null;
        try
        {
            long start = Stopwatch.GetTimestamp();
            string state = ModelFile.StateOf(options.Model.Path);
            CompileSpec spec = CompilePlan.For(options, engine.Value);
            string hash = options.Model.Engine == EngineKind.Null ? "" : ModelFile.HashOf(options.Model.Path);
            model = RentModel(engine, spec, hash);

            // Results must not carry the hash of a model other than the one they come from.
            if (ModelFile.StateOf(options.Model.Path) != state)
                throw new InferenceException($"The model {options.Model.Path} was replaced while it was loaded: start again.");

            _options.Logging.CreateLogger<FlowHost>()
                .Compiled(options.Name, options.Model.Path, engine.Value.Name, Stopwatch.GetElapsedTime(start).TotalSeconds);
            return new Flow(options, fingerprint, origin, hash, _options, engine, model);
        }
        catch
        {
            model?.Release();
            engine.Release();
            throw;
        }
    }

    private Shared<IInferenceEngine> RentEngine(ModelOptions options)
    {
        // An engine that auto chooses depends on the kind of model too.
        string key = $"{options.Engine} {options.Runtime} {(options.Engine == EngineKind.Auto ? Path.GetExtension(options.Path) : "")}";
        return Rent(_engines, key, () => _options.Engines.Create(options));
    }

    /// <summary>A file that was replaced since is another model, whatever its name.</summary>
    private Shared<ICompiledModel> RentModel(Shared<IInferenceEngine> engine, CompileSpec spec, string hash) =>
        Rent(_models, $"{engine.Value.Name} {hash} {spec.Key}", () => engine.Value.Compile(spec));

    private Shared<T> Rent<T>(Dictionary<string, Shared<T>> kept, string key, Func<T> make)
        where T : class, IDisposable
    {
        lock (_gate)
        {
            if (!kept.TryGetValue(key, out Shared<T>? shared))
            {
                shared = new Shared<T>(make());
                kept.Add(key, shared);
            }

            shared.AddUser();
            return shared;
        }
    }
}
