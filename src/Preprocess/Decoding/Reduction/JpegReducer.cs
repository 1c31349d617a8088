using OpenVinoFlow.Preprocess.Memory;

namespace OpenVinoFlow.Preprocess.Decoding.Reduction;

/// <summary>
/// Makes of a JPEG a smaller one with the same pixels at 1/8. At that scale libjpeg uses the first coefficient of most blocks, and yet most of
/// its time goes into reading the others. Here those are passed over, several at a time, and what is left is for the decoder. Only sequential
/// files in which everything is as it should be are reduced: of all others the decoder gets the original, and says what is wrong. Not thread-safe.
/// </summary>
internal sealed unsafe class JpegReducer : IDisposable
{
    private const int MaxTables = 4;
    private const int MaxBlocks = SequentialScan.MaxBlocks;
    private const byte EndOfImage = 0xD9;
    private const byte FirstRestart = 0xD0;

    // What one MCU can become, with a code of 16 bits after each block and a zero byte after each byte.
    private const int McuRoom = 2 * (BitReader.Reach + MaxBlocks * 2) + 16;

    private readonly SequentialScan _scan = new();
    private readonly HuffmanLookup[] _dc = new HuffmanLookup[MaxTables];
    private readonly HuffmanLookup[] _ac = new HuffmanLookup[MaxTables];
    private readonly ReducedBlock[] _blocks = new ReducedBlock[MaxBlocks];
    private readonly NativeBuffer _data = new();
    private readonly NativeBuffer _reduced = new();
    private int _blockCount;

    public JpegReducer()
    {
        for (int i = 0; i < MaxTables; i++)
        {
            _dc[i] = new HuffmanLookup(dc: true);
            _ac[i] = new HuffmanLookup(dc: false);
        }
    }

    /// <summary>
    /// Reduces a file. The result is valid until the next call. False where the file is of another kind, is damaged, has another size than was
    /// said, or has nothing to leave out. Throws <see cref="OutOfMemoryException"/>.
    /// </summary>
    public bool TryReduce(ReadOnlySpan<byte> jpeg, int width, int height, out ReadOnlySpan<byte> reduced)
    {
        reduced = default;
        if (!_scan.TryRead(jpeg) || _scan.Width != width || _scan.Height != height || !TryPlanBlocks(jpeg))
            return false;

        // Only the codes that end blocks can make it longer.
        long capacity = jpeg.Length + (long)_scan.Mcus * _blockCount * 2 + 2 * McuRoom;
        if (capacity > Array.MaxLength)
            return false;

        byte* target = _reduced.Get((nuint)capacity);
        jpeg[.._scan.DataStart].CopyTo(new Span<byte>(target, _scan.DataStart));
        var writer = new BitWriter(target + _scan.DataStart);
        bool done = TryReduce(jpeg[_scan.DataStart..], ref writer, target + capacity - McuRoom);
        _data.CheckGuards();
        _reduced.CheckGuards();
        if (done)
            reduced = new ReadOnlySpan<byte>(target, (int)(writer.Next - target));

        return done;
    }

    public void Dispose()
    {
        _data.Dispose();
        _reduced.Dispose();
    }

    private bool TryPlanBlocks(ReadOnlySpan<byte> jpeg)
    {
        bool any = false;
        _blockCount = 0;
        foreach (ref readonly ScanComponent component in _scan.Components)
        {
            HuffmanLookup dc = _dc[component.Dc];
            HuffmanLookup ac = _ac[component.Ac];
            if (!dc.TrySet(jpeg[_scan.DcTable(component.Dc)]) || !ac.TrySet(jpeg[_scan.AcTable(component.Ac)]))
                return false;

            bool reduce = _scan.IsOnePixel(component);
            if (reduce && ac.EndOfBlockLength == 0)
                return false;

            any |= reduce;
            int blocks = _scan.Blocks(component);
            _blocks.AsSpan(_blockCount, blocks).Fill(new ReducedBlock(dc, ac, reduce));
            _blockCount += blocks;
        }

        return any;
    }

    private bool TryReduce(ReadOnlySpan<byte> scanData, ref BitWriter writer, byte* limit)
    {
        byte* data = _data.Get((nuint)scanData.Length + BitReader.Reach);
        int left = _scan.Mcus;
        int interval = _scan.RestartInterval == 0 ? left : _scan.RestartInterval;
        int position = 0;
        for (int i = 0; left > 0; i++)
        {
            int mcus = Math.Min(interval, left);
            left -= mcus;
            byte expected = left > 0 ? (byte)(FirstRestart | (i & 7)) : EndOfImage;
            if (!EntropyData.TryUnstuff(scanData, ref position, data, out int bytes, out byte marker) || marker != expected)
                return false;

            if (!TryReduceInterval(data, bytes, mcus, ref writer, limit))
                return false;

            writer.Align();
            writer.PutMarker(marker);
        }

        return true;
    }

    private bool TryReduceInterval(byte* data, int bytes, int mcus, ref BitWriter writer, byte* limit)
    {
        var reader = new BitReader(data);
        long copied = reader.Position;
        long end = copied + bytes * 8L;
        long* cuts = stackalloc long[MaxBlocks * 2 + 1];
        ReadOnlySpan<ReducedBlock> blocks = _blocks.AsSpan(0, _blockCount);
        for (int mcu = 0; mcu < mcus; mcu++)
        {
            if (reader.Position > end || writer.Next > limit || !reader.TryPassMcu(blocks, cuts))
                return false;

            copied = CopyMcu(blocks, cuts, copied, ref writer);
        }

        // What is left of the last byte is padding.
        if (reader.Position > end || end - reader.Position >= 8)
            return false;

        writer.Copy(copied, reader.Position);
        return true;
    }

    // All bits but those within the cuts, with the code that ends a block in place of these.
    private static long CopyMcu(ReadOnlySpan<ReducedBlock> blocks, long* cuts, long copied, ref BitWriter target)
    {
        BitWriter writer = target;
        foreach (ref readonly ReducedBlock block in blocks)
        {
            if (!block.Reduce)
                continue;

            writer.Copy(copied, cuts[0]);
            writer.Put(block.EndOfBlockCode, block.EndOfBlockLength);
            copied = cuts[1];
            cuts += 2;
        }

        target = writer;
        return copied;
    }
}
