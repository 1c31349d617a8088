using OpenVinoFlow.Preprocess;

namespace OpenVinoFlow.Pipeline.Configuration;

/// <summary>From encoded bytes to the network's input (<c>preprocess:</c>).</summary>
public sealed record PreprocessingOptions
{
    /// <summary>Which decoder reads JPEG files.</summary>
    public DecoderPreference Decoder { get; init; } = DecoderPreference.Auto;

    /// <summary>Whether a JPEG may be decoded at a fraction of its size.</summary>
    public DecodeScale DecodeScale { get; init; } = DecodeScale.Auto;

    /// <summary>How the picture is fitted into the network's input.</summary>
    public ResizeOptions Resize { get; init; } = new();

    /// <summary>Order of the channels the network expects.</summary>
    public ColorOrder Color { get; init; } = ColorOrder.Rgb;

    /// <summary>Subtracted from each channel, in units of 0..255; one value for all channels or one each.</summary>
    public IReadOnlyList<float> Mean { get; init; } = [0f];

    /// <summary>Divides each channel after the mean is subtracted; one value for all channels or one each.</summary>
    public IReadOnlyList<float> Scale { get; init; } = [1f];

    /// <summary>Whether the EXIF orientation of a photo is applied.</summary>
    public bool ApplyExifOrientation { get; init; } = true;

    /// <summary>Colour behind transparent pixels: red, green and blue, 0..255 each. Empty drops the alpha channel, as OpenCV and Pillow do.</summary>
    public IReadOnlyList<byte> Background { get; init; } = [];

    /// <summary>A picture with more pixels than this (width times height in its header) is refused before anything is allocated.</summary>
    public long MaxPixels { get; init; } = 200_000_000;

    /// <summary>A file larger than this many bytes is refused before it is read.</summary>
    public long MaxFileBytes { get; init; } = 256L << 20;

    /// <summary>Whether a picture whose decoder warned (premature end, corrupt data) still counts as decoded.</summary>
    public bool TolerateWarnings { get; init; }
}
