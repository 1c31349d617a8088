using System.Buffers.Binary;

namespace OpenVinoFlow.Preprocess.Decoding;

/// <summary>Reads the one EXIF tag that changes pixels. Whatever is damaged counts as absent.</summary>
internal static class ExifBlock
{
    private const int OrientationTag = 0x0112;
    private const int ShortType = 3;
    private const int EntryBytes = 12;

    /// <summary>The orientation in a TIFF-structured block, from its byte-order mark on.</summary>
    public static ExifOrientation ReadOrientation(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8)
            return ExifOrientation.TopLeft;

        bool little = tiff.StartsWith("II"u8);
        if (!little && !tiff.StartsWith("MM"u8))
            return ExifOrientation.TopLeft;

        uint directory = Read32(tiff[4..], little);
        if (directory > (uint)tiff.Length - 2)
            return ExifOrientation.TopLeft;

        ReadOnlySpan<byte> entries = tiff[((int)directory + 2)..];
        int count = Math.Min(Read16(tiff[(int)directory..], little), entries.Length / EntryBytes);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> entry = entries.Slice(i * EntryBytes, EntryBytes);
            if (Read16(entry, little) != OrientationTag)
                continue;

            int value = Read16(entry[8..], little);
            bool valid = Read16(entry[2..], little) == ShortType && value is >= 1 and <= 8;
            return valid ? (ExifOrientation)value : ExifOrientation.TopLeft;
        }

        return ExifOrientation.TopLeft;
    }

    private static int Read16(ReadOnlySpan<byte> data, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(data) : BinaryPrimitives.ReadUInt16BigEndian(data);

    private static uint Read32(ReadOnlySpan<byte> data, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(data) : BinaryPrimitives.ReadUInt32BigEndian(data);
}
