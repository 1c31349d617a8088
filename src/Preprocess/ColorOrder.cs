namespace OpenVinoFlow.Preprocess;

/// <summary>Channels of the network's input and their order.</summary>
public enum ColorOrder
{
    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>Blue, green, red.</summary>
    Bgr,

    /// <summary>One channel of luminance, as OpenCV's <c>IMREAD_GRAYSCALE</c> gives it.</summary>
    Gray,
}
