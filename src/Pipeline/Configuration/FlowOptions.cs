namespace OpenVinoFlow.Pipeline.Configuration;

/// <summary>
/// Everything a flow needs to know, as read from a YAML file or built in code. Immutable; a property that is null where its type allows it
/// means <c>auto</c>: the flow decides when it is built, from the model, the engine and the machine.
/// </summary>
public sealed record FlowOptions
{
    /// <summary>The configuration language and its version: <c>ovflow/v1</c>.</summary>
    public string ApiVersion { get; init; } = "ovflow/v1";

    /// <summary>Name of the flow, used in reports.</summary>
    public string Name { get; init; } = "flow";

    /// <summary>The network and the engine that runs it.</summary>
    public required ModelOptions Model { get; init; }

    /// <summary>Where the inputs come from.</summary>
    public required SourceOptions Source { get; init; }

    /// <summary>From encoded bytes to the network's input.</summary>
    public PreprocessingOptions Preprocess { get; init; } = new();

    /// <summary>Requests, streams, batches.</summary>
    public InferOptions Infer { get; init; } = new();

    /// <summary>Threads outside the inference engine.</summary>
    public WorkerOptions Workers { get; init; } = new();

    /// <summary>Where results go; at least one for <c>run</c>.</summary>
    public IReadOnlyList<SinkOptions> Sinks { get; init; } = [];

    /// <summary>Order of the results.</summary>
    public OutputOptions Output { get; init; } = new();

    /// <summary>What happens to inputs that fail, and how many may.</summary>
    public ErrorOptions Errors { get; init; } = new();

    /// <summary>The report written at the end.</summary>
    public ReportOptions Report { get; init; } = new();
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

/// <summary>The network and the engine that runs it (<c>model:</c>).</summary>
public sealed record ModelOptions
{
    /// <summary>Path of the model file: OpenVINO IR (.xml), ONNX or TFLite. Absolute once resolved.</summary>
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

/// <summary>Where the inputs come from (<c>source:</c>); exactly one kind is set.</summary>
public sealed record SourceOptions
{
    /// <summary>Files of a folder.</summary>
    public ImageFolderOptions? Images { get; init; }

    /// <summary>A number of empty items that are neither read nor decoded: for measuring the pipeline itself.</summary>
    public SyntheticSourceOptions? Synthetic { get; init; }
}

/// <summary>Files of a folder (<c>source.images:</c>), or one single file.</summary>
public sealed record ImageFolderOptions
{
    /// <summary>The folder (or file). Absolute once resolved.</summary>
    public required string Path { get; init; }

    /// <summary>Glob relative to <see cref="Path"/>; <c>**</c> crosses folders.</summary>
    public string Pattern { get; init; } = "**/*";

    /// <summary>Whether folders inside <see cref="Path"/> are entered.</summary>
    public bool Recursive { get; init; } = true;

    /// <summary>How often the whole folder is read, for measurements; ids of later rounds carry <c>#2</c>, <c>#3</c> and so on.</summary>
    public int Repeat { get; init; } = 1;
}

/// <summary>Empty items (<c>source.synthetic:</c>).</summary>
public sealed record SyntheticSourceOptions
{
    /// <summary>How many.</summary>
    public required long Count { get; init; }
}

/// <summary>How the picture is fitted into the network's input.</summary>
public enum ResizeModeKind
{
    /// <summary>To the target size, whatever the aspect ratio.</summary>
    Stretch,

    /// <summary>As large as fits, the rest padded.</summary>
    Letterbox,

    /// <summary>Shorter side to the target (or <see cref="ResizeOptions.ShorterSide"/>), then the centre is cut out: torchvision's Resize and CenterCrop.</summary>
    ShorterSideCrop,
}

/// <summary>Whose resampling is reproduced.</summary>
public enum ResizeAlgorithmKind
{
    /// <summary>OpenCV's INTER_NEAREST.</summary>
    OpencvNearest,

    /// <summary>OpenCV's INTER_LINEAR.</summary>
    OpencvLinear,

    /// <summary>OpenCV's INTER_CUBIC.</summary>
    OpencvCubic,

    /// <summary>OpenCV's INTER_AREA.</summary>
    OpencvArea,

    /// <summary>Pillow's BOX.</summary>
    PillowBox,

    /// <summary>Pillow's BILINEAR (with antialiasing).</summary>
    PillowBilinear,

    /// <summary>Pillow's BICUBIC (with antialiasing).</summary>
    PillowBicubic,

    /// <summary>Pillow's LANCZOS (with antialiasing).</summary>
    PillowLanczos,
}

/// <summary>Order of the channels the network expects.</summary>
public enum ColorKind
{
    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>Blue, green, red.</summary>
    Bgr,

    /// <summary>One channel of luminance.</summary>
    Gray,
}

/// <summary>Which decoder reads JPEG files; other formats always go to SkiaSharp.</summary>
public enum DecoderKind
{
    /// <summary>libturbojpeg where it is found, otherwise SkiaSharp.</summary>
    Auto,

    /// <summary>libturbojpeg.</summary>
    Turbojpeg,

    /// <summary>SkiaSharp.</summary>
    Skia,
}

/// <summary>Whether a JPEG may be decoded at a fraction of its size.</summary>
public enum DecodeScaleKind
{
    /// <summary>At the fraction that is fastest, when the result is still at least as large as what the resize needs.</summary>
    Auto,

    /// <summary>Always at full size: the same pixels as the Python reference.</summary>
    Off,
}

/// <summary>From encoded bytes to the network's input (<c>preprocess:</c>).</summary>
public sealed record PreprocessingOptions
{
    /// <summary>Which decoder reads JPEG files.</summary>
    public DecoderKind Decoder { get; init; } = DecoderKind.Auto;

    /// <summary>Whether a JPEG may be decoded at a fraction of its size.</summary>
    public DecodeScaleKind DecodeScale { get; init; } = DecodeScaleKind.Auto;

    /// <summary>How the picture is fitted into the network's input.</summary>
    public ResizeOptions Resize { get; init; } = new();

    /// <summary>Order of the channels the network expects.</summary>
    public ColorKind Color { get; init; } = ColorKind.Rgb;

    /// <summary>Subtracted from each channel, in units of 0..255; one value for all channels or one each.</summary>
    public IReadOnlyList<float> Mean { get; init; } = [0f];

    /// <summary>Divides each channel after the mean is subtracted; one value for all channels or one each.</summary>
    public IReadOnlyList<float> Scale { get; init; } = [1f];

    /// <summary>Whether the EXIF orientation of a photo is applied.</summary>
    public bool ApplyExifOrientation { get; init; } = true;

    /// <summary>A picture with more pixels than this (width times height in its header) is refused before anything is allocated.</summary>
    public long MaxPixels { get; init; } = 200_000_000;

    /// <summary>A file larger than this many bytes is refused before it is read.</summary>
    public long MaxFileBytes { get; init; } = 256L << 20;

    /// <summary>Whether a picture whose decoder warned (premature end, corrupt data) still counts as decoded.</summary>
    public bool TolerateWarnings { get; init; }
}

/// <summary>How the picture is fitted into the network's input (<c>preprocess.resize:</c>).</summary>
public sealed record ResizeOptions
{
    /// <summary>Stretch, letterbox or crop.</summary>
    public ResizeModeKind Mode { get; init; } = ResizeModeKind.Stretch;

    /// <summary>Whose resampling is reproduced.</summary>
    public ResizeAlgorithmKind Algorithm { get; init; } = ResizeAlgorithmKind.OpencvLinear;

    /// <summary>Width of the network's input in pixels; null takes the model's, and is an error where the model's is dynamic.</summary>
    public int? Width { get; init; }

    /// <summary>Height of the network's input in pixels; null takes the model's, and is an error where the model's is dynamic.</summary>
    public int? Height { get; init; }

    /// <summary>For <see cref="ResizeModeKind.ShorterSideCrop"/>: length of the shorter side before the cut; null takes the shorter side of the target.</summary>
    public int? ShorterSide { get; init; }

    /// <summary>For <see cref="ResizeModeKind.Letterbox"/>: value of the padding, 0..255.</summary>
    public byte PadValue { get; init; } = 114;

    /// <summary>For <see cref="ResizeModeKind.Letterbox"/>: whether the picture is centred; otherwise it lies at the top left.</summary>
    public bool Center { get; init; } = true;

    /// <summary>For <see cref="ResizeModeKind.Letterbox"/>: whether a picture smaller than the target is enlarged.</summary>
    public bool Upscale { get; init; } = true;
}

/// <summary>Which idle infer request takes the next batch.</summary>
public enum SchedulingKind
{
    /// <summary>The one that has been idle longest; never waits while any is idle.</summary>
    FirstIdle,

    /// <summary>Strictly one after another; waits for a slow one.</summary>
    RoundRobin,
}

/// <summary>Requests, streams, batches (<c>infer:</c>).</summary>
public sealed record InferOptions
{
    /// <summary>Number of asynchronous infer requests; null asks the engine.</summary>
    public int? Requests { get; init; }

    /// <summary>Number of parallel execution streams of the device; null asks the engine.</summary>
    public int? Streams { get; init; }

    /// <summary>Threads the engine may use in all; null takes the processors this process may use (affinity and cgroup quota).</summary>
    public int? Threads { get; init; }

    /// <summary>Images in one inference.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>How long an incomplete batch may wait for more images.</summary>
    public TimeSpan BatchTimeout { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Which idle infer request takes the next batch.</summary>
    public SchedulingKind Scheduling { get; init; } = SchedulingKind.FirstIdle;
}

/// <summary>Threads outside the inference engine (<c>workers:</c>).</summary>
public sealed record WorkerOptions
{
    /// <summary>Threads that decode and preprocess; null decides from the processors.</summary>
    public int? Decode { get; init; }

    /// <summary>Threads that read files ahead; null decides from the processors.</summary>
    public int? Read { get; init; }
}

/// <summary>One place results go to (<c>sinks:</c>).</summary>
public abstract record SinkOptions;

/// <summary>One JSON object a line (<c>jsonl:</c>).</summary>
public sealed record JsonlSinkOptions : SinkOptions
{
    /// <summary>The file. Absolute once resolved; its folder is made when it is missing.</summary>
    public required string Path { get; init; }

    /// <summary>How many of the highest scores each line carries; 0 writes none.</summary>
    public int TopK { get; init; } = 5;

    /// <summary>A text file with one class name a line, in the order of the network's classes; null writes numbers only.</summary>
    public string? Labels { get; init; }

    /// <summary>Which output is ranked; null takes the first.</summary>
    public string? Output { get; init; }
}

/// <summary>Raw outputs in NumPy's format (<c>npy:</c>): one file an output, in the order of the results, and an index of ids.</summary>
public sealed record NpySinkOptions : SinkOptions
{
    /// <summary>The folder. Absolute once resolved; made when it is missing.</summary>
    public required string Path { get; init; }

    /// <summary>Names of the outputs to write; empty writes all.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = [];
}

/// <summary>Order of the results.</summary>
public enum OrderKind
{
    /// <summary>As they complete.</summary>
    Completion,

    /// <summary>As the source gave them.</summary>
    Input,
}

/// <summary>Order of the results (<c>output:</c>).</summary>
public sealed record OutputOptions
{
    /// <summary>As they complete, or as the source gave them.</summary>
    public OrderKind Order { get; init; } = OrderKind.Completion;
}

/// <summary>What happens to inputs that fail, and how many may (<c>errors:</c>).</summary>
public sealed record ErrorOptions
{
    /// <summary>The run ends with exit code 3 when more inputs than this have failed; null allows any number.</summary>
    public long? MaxFailures { get; init; }

    /// <summary>The run ends with exit code 3 when a larger share of the inputs than this (0..1) has failed; null allows any share.</summary>
    public double? MaxFailureRate { get; init; } = 0.05;

    /// <summary>How many inputs must have been seen before <see cref="MaxFailureRate"/> can end a run early.</summary>
    public int MinInputs { get; init; } = 100;

    /// <summary>A JSONL file that gets one line for each failed input; null writes none.</summary>
    public string? Quarantine { get; init; }
}

/// <summary>The report written at the end (<c>report:</c>).</summary>
public sealed record ReportOptions
{
    /// <summary>The JSON file; null writes none.</summary>
    public string? Json { get; init; }

    /// <summary>Whether per-layer latencies are collected (slows small models; figures are marked as profiled).</summary>
    public bool PerLayer { get; init; }
}
