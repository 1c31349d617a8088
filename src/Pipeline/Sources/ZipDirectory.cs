using System.Buffers.Binary;

namespace OpenVinoFlow.Pipeline.Sources;

/// <summary>
/// Counts the entries in a zip archive's directory without keeping them: <see cref="System.IO.Compression.ZipArchive"/> keeps all, however many
/// a hostile archive says there are.
/// </summary>
internal static class ZipDirectory
{
    private const int EndSize = 22;
    private const int LocatorSize = 20;
    private const int LongEndSize = 56;
    private const int HeaderSize = 46;
    private const int MaxComment = ushort.MaxValue;
    private const uint HeaderSignature = 0x02014B50;
    private const uint LongEndSignature = 0x06064B50;
    private const uint LocatorSignature = 0x07064B50;

    /// <summary>The number of entries; stops counting above <paramref name="most"/>. Null where the directory cannot be found.</summary>
    public static long? Count(FileStream archive, long most)
    {
        if (FindStart(archive) is not { } start)
            return null;

        Span<byte> header = stackalloc byte[HeaderSize];
        long count = 0;
        archive.Position = start;
        while (count <= most
            && archive.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false) == HeaderSize
            && BinaryPrimitives.ReadUInt32LittleEndian(header) == HeaderSignature)
        {
            count++;
            int name = BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
            int extra = BinaryPrimitives.ReadUInt16LittleEndian(header[30..]);
            int comment = BinaryPrimitives.ReadUInt16LittleEndian(header[32..]);
            archive.Seek(name + extra + comment, SeekOrigin.Current);
        }

        return count;
    }

    private static long? FindStart(FileStream archive)
    {
        byte[] tail = new byte[Math.Min(archive.Length, EndSize + MaxComment)];
        long tailStart = archive.Length - tail.Length;
        archive.Position = tailStart;
        archive.ReadExactly(tail);

        int end = tail.AsSpan(0, Math.Max(0, tail.Length - EndSize + 4)).LastIndexOf("PK\x5\x6"u8);
        if (end < 0)
            return null;

        uint start = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
        return start < uint.MaxValue ? start : FindLongStart(archive, tailStart + end);
    }

    /// <summary>Beyond 4 GiB the offset stands in a second end record, which a locator before the first one finds.</summary>
    private static long? FindLongStart(FileStream archive, long end)
    {
        Span<byte> record = stackalloc byte[LongEndSize];
        return Read(end - LocatorSize, record[..LocatorSize], LocatorSignature)
            && Read(BinaryPrimitives.ReadInt64LittleEndian(record[8..]), record, LongEndSignature)
            && BinaryPrimitives.ReadInt64LittleEndian(record[48..]) is >= 0 and var start
                ? start
                : null;

        bool Read(long position, Span<byte> into, uint signature)
        {
            if (position < 0)
                return false;

            archive.Position = position;
            return archive.ReadAtLeast(into, into.Length, throwOnEndOfStream: false) == into.Length && BinaryPrimitives.ReadUInt32LittleEndian(into) == signature;
        }
    }
}
