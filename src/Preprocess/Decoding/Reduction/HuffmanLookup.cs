using System.Runtime.InteropServices;

namespace OpenVinoFlow.Preprocess.Decoding.Reduction;

/// <summary>
/// One Huffman table of a JPEG, made for passing over values: an entry says how many bits the next symbols take together with their values.
/// Made again only where the table differs from that of the picture before. Not thread-safe.
/// </summary>
/// <remarks>
/// An entry is a number of bits, and above it a number of coefficients, of which the end of a block counts as 64. Symbols that no encoder
/// writes have no entry.
/// </remarks>
internal sealed unsafe class HuffmanLookup
{
    /// <summary>Bits that index the entries of an AC table: 8 KiB, so that two tables stay in the first-level cache.</summary>
    public const int AcBits = 12;

    /// <summary>Bits that index the entries of a DC table.</summary>
    public const int DcBits = 9;

    /// <summary>The part of an entry that is a number of bits.</summary>
    public const int LengthMask = 31;

    /// <summary>Where the number of coefficients starts.</summary>
    public const int AdvanceShift = 6;

    /// <summary>The least entry that ends its block.</summary>
    public const int EndsBlock = 64 << AdvanceShift;

    // More coefficients than a block has left, wherever it stands.
    private const ushort NoEntry = 127 << AdvanceShift;

    private const int LongestCode = 16;
    private const int LongestDcValue = 15;
    private const int EndOfBlock = 0x00;
    private const int ZeroRun = 0xF0;

    private readonly bool _dc;
    private readonly int _indexBits;
    private readonly byte[] _definition = new byte[LongestCode + 256];
    private readonly int[] _limits = new int[LongestCode + 1];
    private readonly int[] _symbolOffsets = new int[LongestCode + 1];
    private readonly (byte Symbol, byte Length)[] _codes;
    private readonly ushort[] _entries;
    private int _definitionLength;

    public HuffmanLookup(bool dc)
    {
        _dc = dc;
        _indexBits = dc ? DcBits : AcBits;
        _codes = new (byte, byte)[1 << _indexBits];
        _entries = GC.AllocateArray<ushort>(1 << _indexBits, pinned: true);
        Entries = (ushort*)Marshal.UnsafeAddrOfPinnedArrayElement(_entries, 0);
    }

    /// <summary>
    /// For each value of the next bits the entry of what they start. Of a DC table: one symbol, 0 where its code is longer than the index. Of an
    /// AC table: all symbols whose codes lie within the index; where there is none, an entry that no block has room for.
    /// </summary>
    public ushort* Entries { get; }

    /// <summary>Length of the code that ends a block, 0 where the table has none.</summary>
    public int EndOfBlockLength { get; private set; }

    /// <summary>The code that ends a block.</summary>
    public uint EndOfBlockCode { get; private set; }

    /// <summary>Takes a table as it is defined in the file: 16 counts, then the symbols. False where it has more codes than there can be.</summary>
    public bool TrySet(ReadOnlySpan<byte> definition)
    {
        if (definition.SequenceEqual(_definition.AsSpan(0, _definitionLength)))
            return true;

        _definitionLength = 0;
        definition.CopyTo(_definition);
        if (!ReadCodes())
            return false;

        for (int i = 0; i < _entries.Length; i++)
            _entries[i] = _dc ? (ushort)Entry(_codes[i].Symbol, _codes[i].Length) : CombinedEntry(i);

        _definitionLength = definition.Length;
        return true;
    }

    /// <summary>The entry of the one symbol, with a code of any length, that 16 bits start with; 0 where there is none.</summary>
    public int Entry(int next16)
    {
        for (int length = 1; length <= LongestCode; length++)
        {
            if (next16 < _limits[length])
                return Entry(_definition[LongestCode + _symbolOffsets[length] + (next16 >> (LongestCode - length))], length);
        }

        return 0;
    }

    // The codes of one length are consecutive numbers; so the limit of a length is the first 16 bits that no code up to that length starts.
    private bool ReadCodes()
    {
        Array.Clear(_codes);
        EndOfBlockLength = 0;
        int code = 0;
        int symbols = 0;
        for (int length = 1; length <= LongestCode; length++)
        {
            int count = _definition[length - 1];
            if (code + count > 1 << length)
                return false;

            _symbolOffsets[length] = symbols - code;
            for (int end = symbols + count; symbols < end; symbols++, code++)
                AddCode(code, length, _definition[LongestCode + symbols]);

            _limits[length] = code << (LongestCode - length);
            code <<= 1;
        }

        return true;
    }

    private void AddCode(int code, int length, byte symbol)
    {
        if (symbol == EndOfBlock && EndOfBlockLength == 0)
            (EndOfBlockCode, EndOfBlockLength) = ((uint)code, length);

        if (length <= _indexBits)
            _codes.AsSpan(code << (_indexBits - length), 1 << (_indexBits - length)).Fill((symbol, (byte)length));
    }

    private int Entry(int symbol, int length)
    {
        if (_dc)
            return length > 0 && symbol <= LongestDcValue ? length + symbol : 0;

        if (symbol == EndOfBlock)
            return EndsBlock | length;

        bool regular = (symbol & 15) != 0 || symbol == ZeroRun;
        return regular ? ((symbol >> 4) + 1) << AdvanceShift | (length + (symbol & 15)) : 0;
    }

    private ushort CombinedEntry(int index)
    {
        int sum = 0;
        while ((sum & LengthMask) < AcBits && sum < EndsBlock)
        {
            int used = sum & LengthMask;
            (byte symbol, byte length) = _codes[(index << used) & (_codes.Length - 1)];
            int entry = Entry(symbol, length);
            bool within = length > 0 && used + length <= AcBits;
            if (!within || entry == 0 || (entry < EndsBlock && sum + entry >= EndsBlock))
                break;

            sum += entry;
        }

        return sum == 0 ? NoEntry : (ushort)sum;
    }
}
