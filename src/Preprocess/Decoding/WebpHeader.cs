using System.Buffers.Binary;

namespace OpenVinoFlow.Preprocess.Decoding;

/// <summary>Reads the first chunk of a WebP file (lossy, lossless or extended), and its EXIF chunk.</summary>
internal static class WebpHeader
{
    private const int FirstChunk = 12;
    private const int ChunkHeader = 8;

    public static DecodeStatus Read(ReadOnlySpan<byte> data, out ImageHeader header)
    {
        header = new ImageHeader(ImageFormat.Webp, 0, 0, ExifOrientation.TopLeft);
        if (data.Length < FirstChunk + ChunkHeader + 10)
            return ImageHeader.TooShort(ImageFormat.Webp);

        ReadOnlySpan<byte> type = data.Slice(FirstChunk, 4);
        ReadOnlySpan<byte> body = data[(FirstChunk + ChunkHeader)..];
        if (type.SequenceEqual("VP8X"u8))
        {
            header = new ImageHeader(ImageFormat.Webp, Read24(body[4..]) + 1, Read24(body[7..]) + 1, FindOrientation(data));
            return DecodeStatus.Success;
        }

        if (type.SequenceEqual("VP8 "u8))
        {
            if (!body[3..].StartsWith((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A]))
                return ImageHeader.Damaged(ImageFormat.Webp, "no start code in its key frame");

            int width = BinaryPrimitives.ReadUInt16LittleEndian(body[6..]) & 0x3FFF;
            int height = BinaryPrimitives.ReadUInt16LittleEndian(body[8..]) & 0x3FFF;
            header = new ImageHeader(ImageFormat.Webp, width, height, ExifOrientation.TopLeft);
            return DecodeStatus.Success;
        }

        if (type.SequenceEqual("VP8L"u8) && body[0] == 0x2F)
        {
            uint bits = BinaryPrimitives.ReadUInt32LittleEndian(body[1..]);
            header = new ImageHeader(ImageFormat.Webp, (int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1, ExifOrientation.TopLeft);
            return DecodeStatus.Success;
        }

        return ImageHeader.Damaged(ImageFormat.Webp, "its first chunk holds no picture");
    }

    private static ExifOrientation FindOrientation(ReadOnlySpan<byte> data)
    {
        long position = FirstChunk;
        while (position + ChunkHeader <= data.Length)
        {
            ReadOnlySpan<byte> chunk = data[(int)position..];
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            if (chunk.StartsWith("EXIF"u8))
            {
                ReadOnlySpan<byte> body = chunk.Slice(ChunkHeader, (int)Math.Min(length, (uint)(chunk.Length - ChunkHeader)));
                return ExifBlock.ReadOrientation(body.StartsWith("Exif\0\0"u8) ? body[6..] : body);
            }

            position += ChunkHeader + length + (length & 1);
        }

        return ExifOrientation.TopLeft;
    }

    private static int Read24(ReadOnlySpan<byte> data) => data[0] | data[1] << 8 | data[2] << 16;
}
