using OpenVinoFlow.Native;

namespace OpenVinoFlow.Pipeline.Engines.OpenVino;

/// <summary>Runs networks with OpenVINO: IR, ONNX and TFLite models, on any device its runtime has.</summary>
public sealed class OpenVinoEngine : IInferenceEngine
{
    private readonly OpenVinoRuntime _runtime;
    private readonly Core _core;

    /// <summary>Finds and loads OpenVINO's runtime, once a process.</summary>
    /// <param name="runtimePath">Folder of its native libraries; null searches the usual places.</param>
    /// <exception cref="InferenceException">There is none, or none that works: the message lists what was tried and how to get one.</exception>
    public OpenVinoEngine(string? runtimePath = null)
    {
        try
        {
            _runtime = OpenVinoRuntime.Load(runtimePath);
            _core = new Core();

            // Mapped weights would be the file's as it is later: cut short while a run goes on, it would end the process, and overwritten, it would
            // change results without a word.
            _core.SetProperty("", "ENABLE_MMAP", "NO");
        }
        catch (Exception error) when (error is OpenVinoRuntimeException or OpenVinoException)
        {
            throw new InferenceException(error.Message, error);
        }
    }

    /// <inheritdoc/>
    public string Name => "openvino";

    /// <inheritdoc/>
    public string Version => _runtime.BuildNumber;

    /// <inheritdoc/>
    public ModelDescription Describe(string modelPath)
    {
        using Model model = Read(modelPath);
        return Describe(model);
    }

    /// <inheritdoc/>
    public ICompiledModel Compile(CompileSpec spec)
    {
        using Model model = Read(spec.ModelPath);
        try
        {
            return new OpenVinoCompiledModel(_core, model, spec);
        }
        catch (OpenVinoException error)
        {
            throw new InferenceException($"OpenVINO cannot compile {spec.ModelPath} for {spec.Device}: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _core.Dispose();

    private Model Read(string modelPath)
    {
        ModelFile.ThrowIfMissing(modelPath);
        try
        {
            return _core.ReadModel(modelPath);
        }
        catch (Exception error) when (error is OpenVinoException or IOException)
        {
            throw new InferenceException($"OpenVINO cannot read {modelPath} as a model: {error.Message} Is it a whole IR (.xml with its .bin), ONNX or TFLite file?", error);
        }
    }

    private static ModelDescription Describe(Model model) => new(
        model.Name,
        [.. model.Inputs.Select(Ports.Describe)],
        [.. model.Outputs.Select(Ports.Describe)]);
}
