namespace OpenVinoFlow.Pipeline.Configuration;

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
