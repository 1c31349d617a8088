namespace OpenVinoFlow.Pipeline.Engines;

/// <summary>What runs networks: OpenVINO, ONNX Runtime, or the null engine. Thread-safe.</summary>
public interface IInferenceEngine : IDisposable
{
    /// <summary>Name as it stands in configurations and reports: <c>openvino</c>, <c>onnxruntime</c>, <c>null</c>.</summary>
    string Name { get; }

    /// <summary>Version of the library behind the engine.</summary>
    string Version { get; }

    /// <summary>Reads a model's inputs and outputs without compiling it.</summary>
    /// <exception cref="InferenceException">The file cannot be read as a model.</exception>
    ModelDescription Describe(string modelPath);

    /// <summary>Compiles a model for a device, with batch size, input size and normalisation fixed.</summary>
    /// <exception cref="InferenceException">The model cannot be compiled so.</exception>
    ICompiledModel Compile(CompileSpec spec);
}
