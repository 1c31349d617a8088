namespace OpenVinoFlow.Preprocess;

/// <summary>Which library decodes JPEG files; other formats always go to SkiaSharp.</summary>
public enum DecoderPreference
{
    /// <summary>libturbojpeg where it is found, otherwise SkiaSharp.</summary>
    Auto,

    /// <summary>libturbojpeg; an error where it is not found.</summary>
    Turbojpeg,

    /// <summary>SkiaSharp.</summary>
    Skia,
}
