using System.Buffers.Binary;

namespace OpenVinoFlow.Preprocess.Tests;

/// <summary>
/// Writes sequential JPEGs of random coefficients with random Huffman tables: codes of every length, every run, full blocks without an end,
/// restart markers, any sampling. What they show is noise.
/// </summary>
internal sealed class RandomJpeg
{
    private const int EndOfBlock = 0;

    private readonly Random _random;
    private readonly List<byte> _file = [];
    private ulong _bits;
    private int _count;

    private RandomJpeg(int seed) => _random = new Random(seed);

    /// <summary>A file. <paramref name="sampling"/> has one pair of factors a component: horizontal * 16 + vertical.</summary>
    public static byte[] Make(int seed, int width, int height, byte[] sampling, int restartInterval, bool endOfBlock = true)
    {
        var jpeg = new RandomJpeg(seed);
        jpeg.Write(width, height, sampling, restartInterval, endOfBlock);
        return [.. jpeg._file];
    }

    private void Write(int width, int height, byte[] sampling, int restartInterval, bool endOfBlock)
    {
        _file.AddRange([0xFF, 0xD8]);
        Segment(0xDB, [0, .. Enumerable.Range(0, 64).Select(_ => (byte)_random.Next(1, 20))]);
        Segment(0xC0, [8, .. Short(height), .. Short(width), (byte)sampling.Length, .. sampling.SelectMany((s, i) => new byte[] { (byte)(i + 1), s, 0 })]);
        var dc = new Table[2];
        var ac = new Table[2];
        for (int i = 0; i < 2; i++)
        {
            dc[i] = new Table(_random, [.. Enumerable.Range(0, 12).Select(symbol => (byte)symbol)]);
            ac[i] = new Table(_random, AcSymbols(endOfBlock));
            Segment(0xC4, [(byte)i, .. dc[i].Definition]);
            Segment(0xC4, [(byte)(0x10 | i), .. ac[i].Definition]);
        }

        if (restartInterval > 0)
            Segment(0xDD, Short(restartInterval));

        int[] tables = [.. sampling.Select(_ => _random.Next(2))];
        byte[] scan = [(byte)sampling.Length, .. tables.SelectMany((t, i) => new byte[] { (byte)(i + 1), (byte)(t * 0x11) }), 0, 63, 0];
        Segment(0xDA, scan);

        bool alone = sampling.Length == 1;
        int across = alone ? 8 : sampling.Max(s => s >> 4) * 8;
        int down = alone ? 8 : sampling.Max(s => s & 15) * 8;
        int mcus = (width + across - 1) / across * ((height + down - 1) / down);
        for (int mcu = 0; mcu < mcus; mcu++)
        {
            if (restartInterval > 0 && mcu > 0 && mcu % restartInterval == 0)
            {
                Align();
                _file.AddRange([0xFF, (byte)(0xD0 | ((mcu / restartInterval - 1) & 7))]);
            }

            for (int c = 0; c < sampling.Length; c++)
            {
                for (int block = 0; block < (alone ? 1 : (sampling[c] >> 4) * (sampling[c] & 15)); block++)
                    Block(dc[tables[c]], ac[tables[c]]);
            }
        }

        Align();
        _file.AddRange([0xFF, 0xD9]);
    }

    // A symbol is a run of zeros and the size of the value behind it. Without an end of block there must be one that fits everywhere.
    private byte[] AcSymbols(bool endOfBlock)
    {
        byte[] all = [.. Enumerable.Range(1, 255).Where(s => s == 0xF0 || (s & 15) is >= 1 and <= 10).Select(s => (byte)s)];
        _random.Shuffle(all);
        byte[] some = [.. all.AsSpan(0, _random.Next(2, all.Length)), 0x01];
        return [.. some.Append(endOfBlock ? (byte)EndOfBlock : (byte)0x02).Distinct()];
    }

    private void Block(Table dc, Table ac)
    {
        Symbol(dc, dc.Symbols[_random.Next(dc.Symbols.Length)], 15);
        int ends = _random.Next(1, 100);
        for (int index = 1; index < 64;)
        {
            byte symbol = ac.Symbols[_random.Next(ac.Symbols.Length)];
            if (index >= ends && ac.Has(EndOfBlock))
                symbol = EndOfBlock;

            int coefficients = symbol == EndOfBlock ? 0 : (symbol >> 4) + 1;
            if (index + coefficients > 64 || (symbol == 0xF0 && index + coefficients == 64))
                symbol = 0x01;

            Symbol(ac, symbol, 15);
            if (symbol == EndOfBlock)
                break;

            index += (symbol >> 4) + 1;
        }
    }

    private void Symbol(Table table, byte symbol, int sizeMask)
    {
        (int code, int length) = table[symbol];
        Put(code, length);
        int size = symbol & sizeMask;
        Put(_random.Next(1 << size), size);
    }

    private void Put(int value, int length)
    {
        _bits = (_bits << length) | (uint)value;
        _count += length;
        for (; _count >= 8; _count -= 8)
        {
            byte next = (byte)(_bits >> (_count - 8));
            _file.Add(next);
            if (next == 0xFF)
                _file.Add(0);
        }
    }

    private void Align()
    {
        int missing = -_count & 7;
        Put((1 << missing) - 1, missing);
    }

    private void Segment(byte marker, byte[] content) => _file.AddRange([0xFF, marker, .. Short(content.Length + 2), .. content]);

    private static byte[] Short(int value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        return bytes;
    }

    /// <summary>A prefix code for given symbols: the leaves of a tree that grew by chance, but the last, as no code may be all ones.</summary>
    private sealed class Table
    {
        private readonly Dictionary<byte, (int Code, int Length)> _codes = [];

        public Table(Random random, byte[] symbols)
        {
            random.Shuffle(symbols);
            Symbols = symbols;
            List<int> lengths = [0];
            while (lengths.Count <= symbols.Length)
            {
                int leaf = random.Next(lengths.Count);
                if (lengths[leaf] == 16)
                    continue;

                lengths[leaf]++;
                lengths.Add(lengths[leaf]);
            }

            lengths.Sort();
            var counts = new byte[16];
            int code = 0;
            for (int i = 0; i < symbols.Length; i++)
            {
                code <<= lengths[i] - (i == 0 ? lengths[0] : lengths[i - 1]);
                _codes[symbols[i]] = (code++, lengths[i]);
                counts[lengths[i] - 1]++;
            }

            Definition = [.. counts, .. symbols];
        }

        public byte[] Symbols { get; }

        public byte[] Definition { get; }

        public (int Code, int Length) this[byte symbol] => _codes[symbol];

        public bool Has(byte symbol) => _codes.ContainsKey(symbol);
    }
}
