using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace OpenVinoFlow.Preprocess.Decoding.Reduction;

/// <summary>
/// Passes over the blocks of entropy-coded data without reading the values of their coefficients. Each call goes at most
/// <see cref="Reach"/> bytes further, whatever the data, and the caller sees to it that so many may be read.
/// </summary>
internal unsafe struct BitReader(byte* data)
{
    /// <summary>Bytes by which one call may go beyond where it started: an MCU of 64 coefficients of 31 bits a block.</summary>
    public const int Reach = SequentialScan.MaxBlocks * 64 * 4 + 16;

    private byte* _next = data;
    private ulong _bits;
    private int _count;

    /// <summary>The next bit: its distance in bits from address 0.</summary>
    public readonly long Position => (nint)_next * 8 - _count;

    /// <summary>
    /// Passes over one MCU. For each block that loses its AC coefficients, <paramref name="cuts"/> gets where they start and where they end.
    /// False where a block is not as encoders write it.
    /// </summary>
    // Each look into a table waits for the shift that the look before it led to: what is used there stays in registers, and what is seldom needed
    // is a call. Filled, there are 56 bits or more: enough for two entries of at most 27.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryPassMcu(ReadOnlySpan<ReducedBlock> blocks, long* cuts)
    {
        byte* next = _next;
        ulong bits = _bits;
        int count = _count;
        foreach (ref readonly ReducedBlock block in blocks)
        {
            Fill(ref next, ref bits, ref count);
            int length = block.Dc[bits >> (64 - HuffmanLookup.DcBits)];
            if (length == 0)
            {
                length = block.DcEntry(bits);
                if (length == 0)
                    return false;
            }

            bits <<= length;
            count -= length;
            *cuts = (nint)next * 8 - count;

            ushort* table = block.Ac;
            uint index = 1;
            while (true)
            {
                Fill(ref next, ref bits, ref count);
                uint entry = table[bits >> (64 - HuffmanLookup.AcBits)];
                index += entry >> HuffmanLookup.AdvanceShift;
                if (index < 64)
                {
                    bits <<= (int)entry;
                    count -= (int)(entry & HuffmanLookup.LengthMask);
                    entry = table[bits >> (64 - HuffmanLookup.AcBits)];
                    index += entry >> HuffmanLookup.AdvanceShift;
                    if (index < 64)
                    {
                        bits <<= (int)entry;
                        count -= (int)(entry & HuffmanLookup.LengthMask);
                        continue;
                    }
                }

                if (entry >= HuffmanLookup.EndsBlock && index < 128)
                {
                    bits <<= (int)entry;
                    count -= (int)(entry & HuffmanLookup.LengthMask);
                    break;
                }

                // A long code, or an entry that reaches beyond this block: one symbol at a time.
                index -= entry >> HuffmanLookup.AdvanceShift;
                Fill(ref next, ref bits, ref count);
                entry = block.AcEntry(bits);
                if (entry == 0)
                    return false;

                index += entry >> HuffmanLookup.AdvanceShift;
                bits <<= (int)entry;
                count -= (int)(entry & HuffmanLookup.LengthMask);
                if (index == 64 || entry >= HuffmanLookup.EndsBlock)
                    break;

                if (index > 64)
                    return false;
            }

            if (block.Reduce)
            {
                cuts[1] = (nint)next * 8 - count;
                cuts += 2;
            }
        }

        _next = next;
        _bits = bits;
        _count = count;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fill(ref byte* next, ref ulong bits, ref int count)
    {
        bits |= BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>(next)) >> count;
        next += (63 - count) >> 3;
        count |= 56;
    }
}
