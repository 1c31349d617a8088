namespace OpenVinoFlow.Preprocess;

/// <summary>How the picture is fitted into the network's input.</summary>
public enum ResizeMode
{
    /// <summary>The whole picture to the whole input, whatever the aspect ratio.</summary>
    Stretch,

    /// <summary>As large as fits with its aspect ratio kept; the rest is filled with <see cref="PreprocessOptions.PadValue"/>.</summary>
    Letterbox,

    /// <summary>
    /// Shorter side to <see cref="PreprocessOptions.ShorterSide"/> pixels, then the centre is cut out: torchvision's <c>Resize</c> followed by
    /// <c>CenterCrop</c>, rounding included.
    /// </summary>
    ShorterSideCrop,

    /// <summary>The centre is cut out at its original scale; a smaller picture is padded all around: torchvision's <c>CenterCrop</c>.</summary>
    CenterCrop,

    /// <summary>The rectangle <see cref="PreprocessOptions.Region"/> is cut out, then stretched to the whole input.</summary>
    FixedRegion,
}
