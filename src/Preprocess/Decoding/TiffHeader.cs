using System.Buffers.Binary;

namespace OpenVinoFlow.Preprocess.Decoding;

/// <summary>
/// Reads size and orientation from the first directory of a TIFF file, and refuses directories that would make a decoder allocate more than
/// the picture needs: lists longer than the file, strips larger than it, tiles larger than the picture.
/// </summary>
internal static class TiffHeader
{
    private const int WidthTag = 256;
    private const int HeightTag = 257;
    private const int BitsTag = 258;
    private const int SamplesTag = 277;
    private const int StripBytesTag = 279;
    private const int TileWidthTag = 322;
    private const int TileHeightTag = 323;
    private const int TileBytesTag = 325;
    private const int MostSamples = 8;
    private const int MostBits = 64;
    private const int LargestTileSide = 1 << 14;
    private const int ShortType = 3;
    private const int LongType = 4;
    private const int EntryBytes = 12;

    public static DecodeStatus Read(ReadOnlySpan<byte> data, out ImageHeader header)
    {
        header = new ImageHeader(ImageFormat.Tiff, 0, 0, ExifOrientation.TopLeft);
        if (data.Length < 8)
            return ImageHeader.TooShort(ImageFormat.Tiff);

        bool little = data[0] == (byte)'I';
        uint directory = Read32(data[4..], little);
        if (directory > (uint)data.Length - 2)
            return ImageHeader.TooShort(ImageFormat.Tiff);

        int count = Read16(data[(int)directory..], little);
        ReadOnlySpan<byte> entries = data[((int)directory + 2)..];
        if (entries.Length / EntryBytes < count)
            return ImageHeader.TooShort(ImageFormat.Tiff);

        long width = 0;
        long height = 0;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> entry = entries.Slice(i * EntryBytes, EntryBytes);
            int tag = Read16(entry, little);
            if (!TryLocate(data, entry, little, out ReadOnlySpan<byte> values, out int size))
                return ImageHeader.Damaged(ImageFormat.Tiff, $"tag {tag} has more values than the file has bytes");

            long most = Largest(values, size, little);
            if (most > Limit(tag, data.Length))
                return ImageHeader.Damaged(ImageFormat.Tiff, $"tag {tag} has the value {most}");

            if (tag == WidthTag)
                width = most;
            else if (tag == HeightTag)
                height = most;
        }

        header = new ImageHeader(ImageFormat.Tiff, (int)width, (int)height, ExifBlock.ReadOrientation(data));
        return DecodeStatus.Success;
    }

    private static long Limit(int tag, int fileBytes) => tag switch
    {
        WidthTag or HeightTag => int.MaxValue,
        SamplesTag => MostSamples,
        BitsTag => MostBits,
        StripBytesTag or TileBytesTag => fileBytes,
        TileWidthTag or TileHeightTag => LargestTileSide,
        _ => long.MaxValue,
    };

    private static bool TryLocate(ReadOnlySpan<byte> data, ReadOnlySpan<byte> entry, bool little, out ReadOnlySpan<byte> values, out int size)
    {
        // Field types: 3 and 8 are 16-bit numbers, 4, 9, 11 and 13 have 32 bits, 5, 10 and 12 have 64; the others are bytes or unknown.
        size = Read16(entry[2..], little) switch
        {
            ShortType or 8 => 2,
            LongType or 9 or 11 or 13 => 4,
            5 or 10 or 12 => 8,
            _ => 1,
        };
        long bytes = size * (long)Read32(entry[4..], little);
        long offset = Read32(entry[8..], little);
        values = default;
        if (bytes <= 4)
            values = entry.Slice(8, (int)bytes);
        else if (offset + bytes <= data.Length)
            values = data.Slice((int)offset, (int)bytes);
        else
            return false;

        return true;
    }

    private static long Largest(ReadOnlySpan<byte> values, int size, bool little)
    {
        long largest = 0;
        for (int at = 0; size is 2 or 4 && at + size <= values.Length; at += size)
            largest = Math.Max(largest, size == 2 ? Read16(values[at..], little) : Read32(values[at..], little));

        return largest;
    }

    private static int Read16(ReadOnlySpan<byte> data, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(data) : BinaryPrimitives.ReadUInt16BigEndian(data);

    private static uint Read32(ReadOnlySpan<byte> data, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(data) : BinaryPrimitives.ReadUInt32BigEndian(data);
}
