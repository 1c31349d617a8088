namespace OpenVinoFlow.Native;

/// <summary>Interpolation of a resize inside the graph (<c>ov_preprocess_resize_algorithm_e</c>).</summary>
public enum ResizeAlgorithm
{
    /// <summary>Bilinear.</summary>
    Linear = 0,

    /// <summary>Bicubic.</summary>
    Cubic = 1,

    /// <summary>Nearest neighbour.</summary>
    Nearest = 2,
}
