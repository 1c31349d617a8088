using OpenVinoFlow.Pipeline.Configuration;

namespace OpenVinoFlow.Pipeline.Engines;

/// <summary>The inference engines a program has. OpenVINO and the null engine are built in; others are added by whoever embeds the library.</summary>
public sealed class EngineCatalog
{
    private readonly Dictionary<EngineKind, Func<ModelOptions, IInferenceEngine>> _factories = new()
    {
        [EngineKind.OpenVino] = options => new OpenVino.OpenVinoEngine(options.Runtime),
        [EngineKind.Null] = _ => new NullEngine.NullEngine(),
    };

    /// <summary>Adds an engine, or replaces one.</summary>
    public EngineCatalog Add(EngineKind kind, Func<ModelOptions, IInferenceEngine> factory)
    {
        _factories[kind] = factory;
        return this;
    }

    /// <summary>
    /// Makes the engine a configuration asks for. <see cref="EngineKind.Auto"/> takes OpenVINO when its runtime is found, otherwise ONNX Runtime
    /// when the model is an ONNX file.
    /// </summary>
    /// <exception cref="InferenceException">The engine, or with auto every engine, cannot be used: the message says why and what to do.</exception>
    public IInferenceEngine Create(ModelOptions options)
    {
        if (options.Engine != EngineKind.Auto)
            return Make(options.Engine, options);

        InferenceException missing;
        try
        {
            return Make(EngineKind.OpenVino, options);
        }
        catch (InferenceException error)
        {
            missing = error;
        }

        // Whoever mistyped the path is not helped by how to install an engine.
        ModelFile.ThrowIfMissing(options.Path);
        if (!_factories.ContainsKey(EngineKind.OnnxRuntime))
            throw missing;

        if (!options.Path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))
        {
            throw new InferenceException(
                $"{Path.GetFileName(options.Path)} needs OpenVINO (ONNX Runtime reads .onnx files only), but OpenVINO cannot be used. {missing.Message}", missing);
        }

        return Make(EngineKind.OnnxRuntime, options);
    }

    private IInferenceEngine Make(EngineKind kind, ModelOptions options) =>
        _factories.TryGetValue(kind, out Func<ModelOptions, IInferenceEngine>? factory)
            ? factory(options)
            : throw new InferenceException($"This program has no engine {kind}; it has {string.Join(", ", _factories.Keys)}.");
}
