using System.Buffers.Binary;

namespace OpenVinoFlow.Preprocess.Decoding;

/// <summary>Reads a PNG's first chunk, and the EXIF chunk where it comes before the pixels.</summary>
internal static class PngHeader
{
    private const int SignatureBytes = 8;
    private const int ChunkOverhead = 12;

    public static DecodeStatus Read(ReadOnlySpan<byte> data, out ImageHeader header)
    {
        header = new ImageHeader(ImageFormat.Png, 0, 0, ExifOrientation.TopLeft);
        if (data.Length < SignatureBytes + 8 + 13)
            return ImageHeader.TooShort(ImageFormat.Png);

        if (!data[12..].StartsWith("IHDR"u8))
            return ImageHeader.Damaged(ImageFormat.Png, "its first chunk is not IHDR");

        uint width = BinaryPrimitives.ReadUInt32BigEndian(data[16..]);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(data[20..]);
        if (width > int.MaxValue || height > int.MaxValue)
            return ImageHeader.Damaged(ImageFormat.Png, $"{width}x{height} pixels");

        header = new ImageHeader(ImageFormat.Png, (int)width, (int)height, FindOrientation(data[SignatureBytes..]));
        return DecodeStatus.Success;
    }

    private static ExifOrientation FindOrientation(ReadOnlySpan<byte> chunks)
    {
        while (chunks.Length >= ChunkOverhead)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(chunks);
            ReadOnlySpan<byte> type = chunks.Slice(4, 4);
            if (length > (uint)(chunks.Length - ChunkOverhead) || type.SequenceEqual("IDAT"u8))
                break;

            if (type.SequenceEqual("eXIf"u8))
                return ExifBlock.ReadOrientation(chunks.Slice(8, (int)length));

            chunks = chunks[(int)(length + ChunkOverhead)..];
        }

        return ExifOrientation.TopLeft;
    }
}
