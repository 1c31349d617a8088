namespace OpenVinoFlow.Pipeline.Configuration;

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

    /// <summary>Colour behind transparent pixels: red, green and blue, 0..255 each.</summary>
    public IReadOnlyList<byte> Background { get; init; } = [0, 0, 0];

    /// <summary>A picture with more pixels than this (width times height in its header) is refused before anything is allocated.</summary>
    public long MaxPixels { get; init; } = 200_000_000;

    /// <summary>A file larger than this many bytes is refused before it is read.</summary>
    public long MaxFileBytes { get; init; } = 256L << 20;

    /// <summary>Whether a picture whose decoder warned (premature end, corrupt data) still counts as decoded.</summary>
    public bool TolerateWarnings { get; init; }
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
