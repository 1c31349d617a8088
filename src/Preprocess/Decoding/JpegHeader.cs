using System.Buffers.Binary;

namespace OpenVinoFlow.Preprocess.Decoding;

/// <summary>Walks the marker segments of a JPEG up to its first scan.</summary>
internal static class JpegHeader
{
    private const byte StartOfScan = 0xDA;
    private const byte EndOfImage = 0xD9;
    private const byte App1 = 0xE1;

    public static DecodeStatus Read(ReadOnlySpan<byte> data, out ImageHeader header)
    {
        var orientation = ExifOrientation.TopLeft;
        int width = -1;
        int height = -1;
        bool cmyk = false;
        int position = 2;
        header = new ImageHeader(ImageFormat.Jpeg, 0, 0, orientation);

        while (NextMarker(data, ref position, out byte marker) && marker is not (StartOfScan or EndOfImage))
        {
            if (HasNoLength(marker))
                continue;

            if (position + 2 > data.Length)
                break;

            int length = BinaryPrimitives.ReadUInt16BigEndian(data[position..]);
            if (length < 2)
                return ImageHeader.Damaged(ImageFormat.Jpeg, $"a segment with a length of {length}");

            if (position + length > data.Length)
                break;

            ReadOnlySpan<byte> segment = data.Slice(position + 2, length - 2);
            if (IsStartOfFrame(marker) && width < 0)
            {
                if (segment.Length < 6)
                    return ImageHeader.Damaged(ImageFormat.Jpeg, $"a frame header of {segment.Length} bytes");

                height = BinaryPrimitives.ReadUInt16BigEndian(segment[1..]);
                width = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]);
                cmyk = segment[5] == 4;
            }
            else if (marker == App1 && segment.StartsWith("Exif\0\0"u8) && orientation == ExifOrientation.TopLeft)
            {
                orientation = ExifBlock.ReadOrientation(segment[6..]);
            }

            position += length;
        }

        if (width < 0)
            return ImageHeader.TooShort(ImageFormat.Jpeg);

        header = new ImageHeader(ImageFormat.Jpeg, width, height, orientation, cmyk);
        return DecodeStatus.Success;
    }

    private static bool NextMarker(ReadOnlySpan<byte> data, ref int position, out byte marker)
    {
        marker = 0;
        int prefix = data[position..].IndexOf((byte)0xFF);
        if (prefix < 0)
            return false;

        position += prefix;
        while (position < data.Length && data[position] == 0xFF)
            position++;

        if (position >= data.Length)
            return false;

        marker = data[position++];
        return true;
    }

    private static bool HasNoLength(byte marker) => marker is 0x00 or 0x01 or (>= 0xD0 and <= 0xD8);

    private static bool IsStartOfFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
}
