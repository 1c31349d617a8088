namespace OpenVinoFlow.Pipeline.Configuration;

/// <summary>The network and the engine that runs it (<c>model:</c>).</summary>
public sealed record ModelOptions
{
    /// <summary>
    /// Path of the model file: OpenVINO IR (.xml), ONNX or TFLite. Absolute once resolved; empty only with <see cref="EngineKind.Null"/>.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>The engine; <see cref="EngineKind.Auto"/> takes OpenVINO when it is found.</summary>
    public EngineKind Engine { get; init; } = EngineKind.Auto;

    /// <summary>Device name as the engine knows it, for example <c>CPU</c>.</summary>
    public string Device { get; init; } = "CPU";

    /// <summary>Arithmetic inside the network.</summary>
    public PrecisionKind Precision { get; init; } = PrecisionKind.Auto;

    /// <summary>Folder of the engine's native libraries; null searches the usual places.</summary>
    public string? Runtime { get; init; }

    /// <summary>Folder for compiled models, so that a second start needs no compilation; null keeps none.</summary>
    public string? CacheDirectory { get; init; }

    /// <summary>Properties passed to the device as they are, for example <c>ENABLE_CPU_PINNING: "NO"</c>. They win over what the flow derives.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();
}

/// <summary>Which inference engine runs the network.</summary>
public enum EngineKind
{
    /// <summary>OpenVINO where its runtime is found, otherwise ONNX Runtime.</summary>
    Auto,

    /// <summary>OpenVINO through its C API.</summary>
    OpenVino,

    /// <summary>ONNX Runtime (ONNX models only).</summary>
    OnnxRuntime,

    /// <summary>An engine that completes at once without computing: for measuring the pipeline itself.</summary>
    Null,
}

/// <summary>Arithmetic the device should use inside the network.</summary>
public enum PrecisionKind
{
    /// <summary>bf16 on processors where it is known to be faster than f32 (see docs/architecture.md), otherwise f32.</summary>
    Auto,

    /// <summary>Whatever the device does by default.</summary>
    Device,

    /// <summary>32-bit floating point.</summary>
    F32,

    /// <summary>bfloat16.</summary>
    Bf16,

    /// <summary>16-bit floating point.</summary>
    F16,
}
