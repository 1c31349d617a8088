using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace OpenVinoFlow.Preprocess.Decoding.Reduction;

/// <summary>Writes entropy-coded data: bits from the highest down, a zero byte after each 0xFF. The caller sees to it that there is room.</summary>
internal unsafe struct BitWriter(byte* target)
{
    private ulong _pending;
    private int _count;

    /// <summary>Where the next byte goes.</summary>
    public byte* Next { get; private set; } = target;

    /// <summary>Appends up to 32 bits. At most 8 bytes are written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(ulong value, int length)
    {
        _pending |= value << (64 - _count - length);
        _count += length;
        if (_count < 32)
            return;

        uint four = (uint)(_pending >> 32);
        uint inverted = ~four;
        if (((inverted - 0x0101_0101) & four & 0x8080_8080) == 0)
        {
            Unsafe.WriteUnaligned(Next, BinaryPrimitives.ReverseEndianness(four));
            Next += 4;
        }
        else
        {
            PutBytes(4);
        }

        _pending <<= 32;
        _count -= 32;
    }

    /// <summary>Appends bits from one position to another, both as distances from address 0. 8 bytes after the last may be read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Copy(long from, long to)
    {
        while (from < to)
        {
            int length = (int)Math.Min(32, to - from);
            ulong bits = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>((byte*)(nint)(from >> 3))) << (int)(from & 7);
            Put(bits >> (64 - length), length);
            from += length;
        }
    }

    /// <summary>Fills the last byte with ones.</summary>
    public void Align()
    {
        int missing = -_count & 7;
        _pending |= ((1UL << missing) - 1) << (64 - _count - missing);
        PutBytes((_count + missing) / 8);
        _pending = 0;
        _count = 0;
    }

    /// <summary>Appends a marker; the data before it must have been aligned.</summary>
    public void PutMarker(byte marker)
    {
        *Next++ = 0xFF;
        *Next++ = marker;
    }

    private void PutBytes(int count)
    {
        for (int i = 0; i < count; i++)
        {
            byte value = (byte)(_pending >> (56 - i * 8));
            *Next++ = value;
            if (value == 0xFF)
                *Next++ = 0;
        }
    }
}
