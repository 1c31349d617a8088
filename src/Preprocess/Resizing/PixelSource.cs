namespace OpenVinoFlow.Preprocess.Resizing;

/// <summary>Decoded pixels as a decoder wrote them: interleaved bytes, rows without gaps, EXIF orientation not applied.</summary>
internal readonly unsafe struct PixelSource(byte* pixels, int width, int height, int channels, ExifOrientation orientation)
{
    /// <summary>The first pixel; readable for 64 bytes after the last.</summary>
    public byte* Pixels => pixels;

    /// <summary>Stored columns.</summary>
    public int Width => width;

    /// <summary>Stored rows.</summary>
    public int Height => height;

    /// <summary>Bytes of a pixel: 1 or 3.</summary>
    public int Channels => channels;

    /// <summary>Bytes of a row.</summary>
    public nint Stride => (nint)width * channels;

    /// <summary>How the stored pixels are meant to be seen.</summary>
    public ExifOrientation Orientation => orientation;
}
