using OpenVinoFlow.Preprocess;

namespace OpenVinoFlow.Pipeline.Configuration;

/// <summary>How the picture is fitted into the network's input (<c>preprocess.resize:</c>).</summary>
public sealed record ResizeOptions
{
    /// <summary>Stretch, letterbox, or one of the crops.</summary>
    public ResizeMode Mode { get; init; } = ResizeMode.Stretch;

    /// <summary>Whose resampling is reproduced.</summary>
    public ResizeAlgorithm Algorithm { get; init; } = ResizeAlgorithm.OpencvLinear;

    /// <summary>Width of the network's input in pixels; null takes the model's, and is an error where the model's is dynamic.</summary>
    public int? Width { get; init; }

    /// <summary>Height of the network's input in pixels; null takes the model's, and is an error where the model's is dynamic.</summary>
    public int? Height { get; init; }

    /// <summary>For <see cref="ResizeMode.ShorterSideCrop"/>: length of the shorter side before the cut; null takes the shorter side of the target.</summary>
    public int? ShorterSide { get; init; }

    /// <summary>For <see cref="ResizeMode.FixedRegion"/>: the rectangle that is cut out, in pixels of the original picture as it is seen.</summary>
    public PixelRegion? Region { get; init; }

    /// <summary>For <see cref="ResizeMode.Letterbox"/> and <see cref="ResizeMode.CenterCrop"/>: value of the padding, 0..255.</summary>
    public byte PadValue { get; init; } = 114;

    /// <summary>For <see cref="ResizeMode.Letterbox"/>: whether the picture is centred; otherwise it lies at the top left.</summary>
    public bool Center { get; init; } = true;

    /// <summary>For <see cref="ResizeMode.Letterbox"/>: whether a picture smaller than the target is enlarged.</summary>
    public bool Upscale { get; init; } = true;
}
