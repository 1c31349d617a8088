using System.Buffers.Binary;
using System.Text;

namespace OpenVinoFlow.Pipeline.Resume;

/// <summary>
/// One commit as the journal holds it: how far each sink had come, and which inputs are in there that were not before. Built up input by input
/// without allocating. Not thread-safe.
/// </summary>
/// <remarks>
/// Numbers are LEB128. Number of sinks, for each the length of its mark and the mark in UTF-8; number of inputs, for each its position as
/// a zigzag difference from the one before, the hash of its id (8 bytes) and its stamp (4 bytes), little-endian.
/// </remarks>
internal sealed class CommitRecord
{
    private const int MostBytesOfANumber = 10;

    private byte[] _items = new byte[16 << 10];
    private int _length;
    private long _previous;

    /// <summary>Inputs in the record.</summary>
    public int Count { get; private set; }

    /// <summary>How far each sink had come.</summary>
    public IReadOnlyList<string> Marks { get; set; } = [];

    public void Add(long sequence, ulong id, uint stamp)
    {
        if (_items.Length - _length < MostBytesOfANumber + 12)
            Array.Resize(ref _items, _items.Length * 2);

        long difference = sequence - _previous;
        _length += WriteNumber(_items.AsSpan(_length), (ulong)((difference << 1) ^ (difference >> 63)));
        BinaryPrimitives.WriteUInt64LittleEndian(_items.AsSpan(_length), id);
        BinaryPrimitives.WriteUInt32LittleEndian(_items.AsSpan(_length + 8), stamp);
        _length += 12;
        _previous = sequence;
        Count++;
    }

    public void Clear()
    {
        _length = 0;
        _previous = 0;
        Count = 0;
        Marks = [];
    }

    /// <summary>The end of the record's payload: the inputs.</summary>
    public ReadOnlySpan<byte> Items => _items.AsSpan(0, _length);

    /// <summary>The start of the record's payload: the marks, and how many inputs follow.</summary>
    public byte[] ToHead()
    {
        byte[][] marks = [.. Marks.Select(Encoding.UTF8.GetBytes)];
        var head = new byte[marks.Sum(mark => mark.Length + MostBytesOfANumber) + (2 * MostBytesOfANumber)];
        int at = WriteNumber(head, (ulong)marks.Length);
        foreach (byte[] mark in marks)
        {
            at += WriteNumber(head.AsSpan(at), (ulong)mark.Length);
            mark.CopyTo(head.AsSpan(at));
            at += mark.Length;
        }

        return head[..(at + WriteNumber(head.AsSpan(at), (ulong)Count))];
    }

    /// <summary>Adds a record's inputs to <paramref name="done"/>; returns its marks.</summary>
    /// <exception cref="InvalidDataException">It is no such record.</exception>
    public static IReadOnlyList<string> Read(ReadOnlySpan<byte> payload, CommittedItems done)
    {
        var marks = new string[ReadNumber(ref payload)];
        for (int i = 0; i < marks.Length; i++)
            marks[i] = Encoding.UTF8.GetString(Take(ref payload, (int)ReadNumber(ref payload)));

        long sequence = 0;
        for (ulong left = ReadNumber(ref payload); left > 0; left--)
        {
            ulong zigzag = ReadNumber(ref payload);
            sequence += (long)(zigzag >> 1) ^ -(long)(zigzag & 1);
            ReadOnlySpan<byte> identity = Take(ref payload, 12);
            done.Add(sequence, BinaryPrimitives.ReadUInt64LittleEndian(identity), BinaryPrimitives.ReadUInt32LittleEndian(identity[8..]));
        }

        return marks;
    }

    private static int WriteNumber(Span<byte> to, ulong value)
    {
        int length = 0;
        for (; value >= 0x80; value >>= 7)
            to[length++] = (byte)(value | 0x80);
        to[length++] = (byte)value;
        return length;
    }

    private static ulong ReadNumber(ref ReadOnlySpan<byte> from)
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Take(ref from, 1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }

        throw new InvalidDataException("a number of the journal is too long");
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> from, int count)
    {
        if ((uint)count > (uint)from.Length)
            throw new InvalidDataException("a record of the journal is too short");

        ReadOnlySpan<byte> taken = from[..count];
        from = from[count..];
        return taken;
    }
}
