namespace OpenVinoFlow.Preprocess.Decoding;

/// <summary>
/// One way to turn a file's bytes into pixels. Each worker has its own instance; calls do not overlap. Damaged files end in a
/// <see cref="DecodeStatus"/>, not in an exception.
/// </summary>
public interface IImageDecoder : IDisposable
{
    /// <summary>The library's name, for results and for <c>doctor</c>.</summary>
    string Name { get; }

    /// <summary>Whether this decoder reads files of a format.</summary>
    bool CanDecode(ImageFormat format);

    /// <summary>Whether files of a format can be decoded at that many eighths of their size, and faster than at full size.</summary>
    bool CanScale(ImageFormat format, int eighths);

    /// <summary>
    /// Decodes one file. Pixels are written from the start of <paramref name="pixels"/>: u8, interleaved in the requested colour order, rows
    /// from top to bottom as stored (EXIF orientation not applied), without gaps between rows. <paramref name="pixels"/> has room for four
    /// bytes a pixel whatever the colour order, so that a decoder may write RGBA first and pack it in place.
    /// </summary>
    DecodeStatus Decode(ReadOnlySpan<byte> encoded, in DecodeRequest request, Span<byte> pixels);
}
