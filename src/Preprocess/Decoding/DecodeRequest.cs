namespace OpenVinoFlow.Preprocess.Decoding;

/// <summary>What a decoder is asked for.</summary>
public readonly record struct DecodeRequest
{
    /// <summary>The file's format.</summary>
    public required ImageFormat Format { get; init; }

    /// <summary>Stored width in the file's header, before EXIF orientation.</summary>
    public required int Width { get; init; }

    /// <summary>Stored height in the file's header, before EXIF orientation.</summary>
    public required int Height { get; init; }

    /// <summary>Whether it is a JPEG with four components (CMYK or YCCK).</summary>
    public bool Cmyk { get; init; }

    /// <summary>Eighths of the stored size to decode at, 1..8; less than 8 only where <see cref="IImageDecoder.CanScale"/> said so.</summary>
    public required int ScaleNumerator { get; init; }

    /// <summary>Channels to write and their order.</summary>
    public required ColorOrder Color { get; init; }

    /// <summary>Whether damaged or incomplete data still counts as decoded.</summary>
    public bool TolerateWarnings { get; init; }

    /// <summary>Colour below transparent pixels; null drops alpha.</summary>
    public Rgb24? AlphaBackground { get; init; }

    /// <summary>Columns to write: the stored width at the requested scale, rounded up.</summary>
    public int ScaledWidth => Scaled(Width, ScaleNumerator);

    /// <summary>Rows to write: the stored height at the requested scale, rounded up.</summary>
    public int ScaledHeight => Scaled(Height, ScaleNumerator);

    /// <summary>Channels to write.</summary>
    public int Channels => Color == ColorOrder.Gray ? 1 : 3;

    /// <summary>A length at a number of eighths, rounded up, as libjpeg does.</summary>
    public static int Scaled(int length, int eighths) => (int)(((long)length * eighths + 7) / 8);
}
