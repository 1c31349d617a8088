namespace OpenVinoFlow.Preprocess.Decoding;

/// <summary>What the first bytes of a file say, read without allocating and without a native library.</summary>
/// <param name="Format">The file's format.</param>
/// <param name="Width">Stored width in pixels.</param>
/// <param name="Height">Stored height in pixels.</param>
/// <param name="Orientation">The EXIF orientation; <see cref="ExifOrientation.TopLeft"/> where the file has none.</param>
/// <param name="Cmyk">Whether it is a JPEG with four components (CMYK or YCCK).</param>
public readonly record struct ImageHeader(ImageFormat Format, int Width, int Height, ExifOrientation Orientation, bool Cmyk = false)
{
    /// <summary>
    /// Reads format, size and EXIF orientation. For a format that no decoder here reads only <see cref="Format"/> is set, and the status is
    /// <see cref="FailureReason.UnsupportedFormat"/>.
    /// </summary>
    public static DecodeStatus Read(ReadOnlySpan<byte> encoded, out ImageHeader header)
    {
        ImageFormat format = ImageSignature.Detect(encoded);
        header = new ImageHeader(format, 0, 0, ExifOrientation.TopLeft);
        DecodeStatus status = format switch
        {
            ImageFormat.Jpeg => JpegHeader.Read(encoded, out header),
            ImageFormat.Png => PngHeader.Read(encoded, out header),
            ImageFormat.Webp => WebpHeader.Read(encoded, out header),
            ImageFormat.Bmp => BmpHeader.Read(encoded, out header),
            ImageFormat.Gif => GifHeader.Read(encoded, out header),
            ImageFormat.Tiff => TiffHeader.Read(encoded, out header),
            ImageFormat.Unknown => UnknownStart(encoded),
            _ => new DecodeStatus(FailureReason.UnsupportedFormat, $"{format} files are recognised, but no decoder here reads them"),
        };

        if (status.Ok && (header.Width <= 0 || header.Height <= 0))
            return new DecodeStatus(FailureReason.ZeroSize, $"the {format} header says {header.Width}x{header.Height} pixels");

        return status;
    }

    internal static DecodeStatus TooShort(ImageFormat format) =>
        new(FailureReason.Truncated, $"the data ends inside the {format} header");

    internal static DecodeStatus Damaged(ImageFormat format, string what) =>
        new(FailureReason.Corrupt, $"the {format} header is damaged: {what}");

    private static DecodeStatus UnknownStart(ReadOnlySpan<byte> encoded)
    {
        string start = Convert.ToHexString(encoded[..Math.Min(8, encoded.Length)]);
        return new DecodeStatus(FailureReason.UnknownFormat, $"the file starts with {start}, which is no image format known here");
    }
}
