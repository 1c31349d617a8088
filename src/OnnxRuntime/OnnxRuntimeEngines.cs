using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.OnnxRuntime;

/// <summary>Adds ONNX Runtime to a program's engines.</summary>
public static class OnnxRuntimeEngines
{
    /// <summary>Flows with <c>engine: onnxruntime</c>, and with <c>auto</c> where OpenVINO is not found, run on ONNX Runtime.</summary>
    public static EngineCatalog AddOnnxRuntime(this EngineCatalog engines)
    {
        ArgumentNullException.ThrowIfNull(engines);
        return engines.Add(EngineKind.OnnxRuntime, _ => new OnnxRuntimeEngine());
    }
}
