namespace OpenVinoFlow.Preprocess;

/// <summary>Whose resampling is reproduced, in every byte unless the member says otherwise.</summary>
public enum ResizeAlgorithm
{
    /// <summary>OpenCV's <c>INTER_NEAREST</c>.</summary>
    OpencvNearest,

    /// <summary>OpenCV's <c>INTER_LINEAR</c> (no antialiasing).</summary>
    OpencvLinear,

    /// <summary>OpenCV's <c>INTER_CUBIC</c> (no antialiasing); within 1, as OpenCV's own releases differ by that much.</summary>
    OpencvCubic,

    /// <summary>OpenCV's <c>INTER_AREA</c>.</summary>
    OpencvArea,

    /// <summary>Pillow's <c>BOX</c>.</summary>
    PillowBox,

    /// <summary>Pillow's <c>BILINEAR</c> (antialiased).</summary>
    PillowBilinear,

    /// <summary>Pillow's <c>BICUBIC</c> (antialiased).</summary>
    PillowBicubic,

    /// <summary>Pillow's <c>LANCZOS</c> (antialiased).</summary>
    PillowLanczos,
}
