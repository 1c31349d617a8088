using Microsoft.ML.OnnxRuntime;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.OnnxRuntime;

/// <summary>
/// Runs ONNX models with ONNX Runtime on the processor: what a machine without OpenVINO uses. Same slots and pinned buffers; pictures are
/// normalised and laid out by the preprocessor, because the graph takes them as they are.
/// </summary>
public sealed class OnnxRuntimeEngine : IInferenceEngine
{
    /// <inheritdoc/>
    public string Name => "onnxruntime";

    /// <inheritdoc/>
    public string Version => OrtEnv.Instance().GetVersionString();

    /// <inheritdoc/>
    public ModelDescription Describe(string modelPath)
    {
        using var options = new SessionOptions
        {
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL,
            IntraOpNumThreads = 1,
        };
        using InferenceSession session = Open(modelPath, options);
        return Describe(session);
    }

    /// <inheritdoc/>
    public ICompiledModel Compile(CompileSpec spec)
    {
        if (!string.Equals(spec.Device, "CPU", StringComparison.OrdinalIgnoreCase))
            throw new InferenceException($"model.device: {spec.Device} is not available with ONNX Runtime here; use CPU.");
        if (spec.Precision is PrecisionKind.Bf16 or PrecisionKind.F16)
            throw new InferenceException($"model.precision: {spec.Precision} is not available with ONNX Runtime, which computes in the model's own types; use auto, device or f32.");

        return new OnnxCompiledModel(spec);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    internal static InferenceSession Open(string modelPath, SessionOptions options)
    {
        ModelFile.ThrowIfMissing(modelPath);
        try
        {
            return new InferenceSession(modelPath, options);
        }
        catch (OnnxRuntimeException error)
        {
            throw new InferenceException($"ONNX Runtime cannot read {modelPath}: {error.Message} Is it a whole ONNX file?", error);
        }
    }

    internal static ModelDescription Describe(InferenceSession session) => new(
        session.ModelMetadata.GraphName,
        [.. session.InputNames.Select(name => Describe(name, session.InputMetadata[name]))],
        [.. session.OutputNames.Select(name => Describe(name, session.OutputMetadata[name]))]);

    private static TensorDescription Describe(string name, NodeMetadata node) => new(
        name,
        node.IsTensor ? ElementTypes.From(node.ElementDataType) : DataType.Unknown,
        node.IsTensor ? [.. node.Dimensions.Select(dim => (long)dim)] : []);
}
