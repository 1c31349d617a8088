namespace OpenVinoFlow.Preprocess;

/// <summary>File formats that are recognised by their first bytes. Not all of them can be decoded.</summary>
public enum ImageFormat
{
    /// <summary>None of the others.</summary>
    Unknown,

    /// <summary>JPEG.</summary>
    Jpeg,

    /// <summary>PNG; of an animated one the default image.</summary>
    Png,

    /// <summary>WebP; of an animated one the first frame.</summary>
    Webp,

    /// <summary>Windows bitmap.</summary>
    Bmp,

    /// <summary>GIF; its first frame.</summary>
    Gif,

    /// <summary>TIFF; its first page.</summary>
    Tiff,

    /// <summary>AVIF; recognised, not decoded.</summary>
    Avif,

    /// <summary>HEIF or HEIC; recognised, not decoded.</summary>
    Heif,

    /// <summary>JPEG XL; recognised, not decoded.</summary>
    JpegXl,

    /// <summary>JPEG 2000; recognised, not decoded.</summary>
    Jpeg2000,

    /// <summary>Windows icon; recognised, not decoded.</summary>
    Ico,

    /// <summary>Adobe Photoshop; recognised, not decoded.</summary>
    Psd,
}
