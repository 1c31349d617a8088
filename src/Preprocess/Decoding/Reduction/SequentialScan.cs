using System.Buffers.Binary;

namespace OpenVinoFlow.Preprocess.Decoding.Reduction;

/// <summary>
/// What the header of a JPEG says that has one scan with all components, Huffman coding, 8 bits and no progression. Read again for each
/// picture without allocating.
/// </summary>
internal sealed class SequentialScan
{
    /// <summary>The most blocks an MCU may have.</summary>
    public const int MaxBlocks = 10;

    private const int MaxComponents = 4;
    private const int MaxTables = 4;
    private const int BlockSide = 8;

    private readonly ScanComponent[] _components = new ScanComponent[MaxComponents];
    private readonly Range[] _dc = new Range[MaxTables];
    private readonly Range[] _ac = new Range[MaxTables];
    private int _count;
    private int _maxHorizontal;
    private int _maxVertical;

    /// <summary>Columns of pixels.</summary>
    public int Width { get; private set; }

    /// <summary>Rows of pixels.</summary>
    public int Height { get; private set; }

    /// <summary>How many MCUs lie between two restart markers; 0 without such markers.</summary>
    public int RestartInterval { get; private set; }

    /// <summary>Where the entropy-coded data starts.</summary>
    public int DataStart { get; private set; }

    /// <summary>The components in the order of their blocks.</summary>
    public ReadOnlySpan<ScanComponent> Components => _components.AsSpan(0, _count);

    /// <summary>MCUs of the picture.</summary>
    public int Mcus => _count == 1
        ? Parts(Width, BlockSide) * Parts(Height, BlockSide)
        : Parts(Width, BlockSide * _maxHorizontal) * Parts(Height, BlockSide * _maxVertical);

    /// <summary>Reads a header; false where the file is of another kind, or anything in it is not as it should be.</summary>
    public bool TryRead(ReadOnlySpan<byte> jpeg)
    {
        _count = 0;
        RestartInterval = 0;
        Array.Clear(_dc);
        Array.Clear(_ac);

        int position = 2;
        while (position + 4 <= jpeg.Length && jpeg[position] == 0xFF)
        {
            byte marker = jpeg[position + 1];
            int start = position + 4;
            int length = BinaryPrimitives.ReadUInt16BigEndian(jpeg[(position + 2)..]);
            position += 2 + length;
            if (length < 2 || position > jpeg.Length)
                return false;

            ReadOnlySpan<byte> segment = jpeg[start..position];
            DataStart = position;
            switch (marker)
            {
                case 0xC0 or 0xC1 when ReadFrame(segment):
                case 0xC4 when ReadTables(segment, start):
                case 0xDD when ReadRestartInterval(segment):
                case 0xDB or 0xFE or (>= 0xE0 and <= 0xEF):
                    break;
                default:
                    return marker == 0xDA && ReadScan(segment);
            }
        }

        return false;
    }

    /// <summary>Blocks that a component has in each MCU.</summary>
    public int Blocks(in ScanComponent component) => _count == 1 ? 1 : component.Horizontal * component.Vertical;

    /// <summary>
    /// Whether libjpeg makes one pixel of each block of a component at 1/8. Components with half the pixels in both directions get a larger
    /// inverse DCT there instead of being enlarged.
    /// </summary>
    public bool IsOnePixel(in ScanComponent component) =>
        _maxHorizontal % (component.Horizontal * 2) != 0 || _maxVertical % (component.Vertical * 2) != 0;

    /// <summary>Where in the file a DC table is defined: 16 counts and the symbols.</summary>
    public Range DcTable(int number) => _dc[number];

    /// <summary>Where in the file an AC table is defined: 16 counts and the symbols.</summary>
    public Range AcTable(int number) => _ac[number];

    private bool ReadFrame(ReadOnlySpan<byte> segment)
    {
        if (_count != 0 || segment.Length < 6 || segment[0] != 8 || segment[5] is 0 or > MaxComponents || segment.Length != 6 + segment[5] * 3)
            return false;

        Height = BinaryPrimitives.ReadUInt16BigEndian(segment[1..]);
        Width = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]);
        _count = segment[5];
        _maxHorizontal = 1;
        _maxVertical = 1;
        int blocks = 0;
        for (int i = 0; i < _count; i++)
        {
            ReadOnlySpan<byte> entry = segment.Slice(6 + i * 3, 3);
            var component = new ScanComponent { Id = entry[0], Horizontal = entry[1] >> 4, Vertical = entry[1] & 15 };
            if (component.Horizontal is 0 or > 4 || component.Vertical is 0 or > 4)
                return false;

            _components[i] = component;
            _maxHorizontal = Math.Max(_maxHorizontal, component.Horizontal);
            _maxVertical = Math.Max(_maxVertical, component.Vertical);
            blocks += Blocks(component);
        }

        return Width > 0 && Height > 0 && blocks <= MaxBlocks;
    }

    private bool ReadTables(ReadOnlySpan<byte> segment, int start)
    {
        int at = 0;
        while (at < segment.Length)
        {
            int number = segment[at] & 15;
            int kind = segment[at] >> 4;
            if (number >= MaxTables || kind > 1 || segment.Length - at < 17)
                return false;

            int symbols = 0;
            foreach (byte count in segment.Slice(at + 1, 16))
                symbols += count;

            if (symbols > 256 || segment.Length - at - 17 < symbols)
                return false;

            (kind == 0 ? _dc : _ac)[number] = (start + at + 1)..(start + at + 17 + symbols);
            at += 17 + symbols;
        }

        return true;
    }

    private bool ReadRestartInterval(ReadOnlySpan<byte> segment)
    {
        if (segment.Length != 2)
            return false;

        RestartInterval = BinaryPrimitives.ReadUInt16BigEndian(segment);
        return true;
    }

    private bool ReadScan(ReadOnlySpan<byte> segment)
    {
        if (_count == 0 || segment.Length != 4 + _count * 2 || segment[0] != _count || !segment[^3..].SequenceEqual<byte>([0, 63, 0]))
            return false;

        for (int i = 0; i < _count; i++)
        {
            ref ScanComponent component = ref _components[i];
            component.Dc = segment[2 + i * 2] >> 4;
            component.Ac = segment[2 + i * 2] & 15;
            if (segment[1 + i * 2] != component.Id || component.Dc >= MaxTables || component.Ac >= MaxTables)
                return false;

            if (_dc[component.Dc].Equals(default) || _ac[component.Ac].Equals(default))
                return false;

            for (int other = 0; other < i; other++)
            {
                if (_components[other].Id == component.Id)
                    return false;
            }
        }

        return true;
    }

    private static int Parts(int length, int part) => (length + part - 1) / part;
}
