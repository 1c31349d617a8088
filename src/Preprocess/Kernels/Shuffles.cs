using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenVinoFlow.Preprocess.Kernels;

/// <summary>Index vectors for byte shuffles. An index with its upper bit set gives 0 within 128-bit lanes; index 63 does over 512 bits whose last byte is 0.</summary>
internal static class Shuffles
{
    private const byte Z = 0x80;

    /// <summary>Two neighbouring three-byte pixels to (r0 r1)(g0 g1)(b0 b1)(0 0) in 16-bit words.</summary>
    public static Vector128<byte> Pairs3 => Vector128.Create((byte)0, Z, 3, Z, 1, Z, 4, Z, 2, Z, 5, Z, Z, Z, Z, Z);

    /// <summary>The third and fourth of four neighbouring three-byte pixels, as <see cref="Pairs3"/>.</summary>
    public static Vector128<byte> UpperPairs3 => Vector128.Create((byte)6, Z, 9, Z, 7, Z, 10, Z, 8, Z, 11, Z, Z, Z, Z, Z);

    /// <summary><see cref="Pairs3"/> of the lower eight bytes in the lower lane, of the upper eight bytes in the upper lane.</summary>
    public static Vector256<byte> TwoPairs3 => Vector256.Create(
        (byte)0, Z, 3, Z, 1, Z, 4, Z, 2, Z, 5, Z, Z, Z, Z, Z,
        8, Z, 11, Z, 9, Z, 12, Z, 10, Z, 13, Z, Z, Z, Z, Z);

    /// <summary><see cref="Pairs3"/> of each of the four lower groups of eight bytes, over the whole vector.</summary>
    public static Vector512<byte> FourPairs3 => Vector512.Create(
        (byte)0, 63, 3, 63, 1, 63, 4, 63, 2, 63, 5, 63, 63, 63, 63, 63,
        8, 63, 11, 63, 9, 63, 12, 63, 10, 63, 13, 63, 63, 63, 63, 63,
        16, 63, 19, 63, 17, 63, 20, 63, 18, 63, 21, 63, 63, 63, 63, 63,
        24, 63, 27, 63, 25, 63, 28, 63, 26, 63, 29, 63, 63, 63, 63, 63);

    /// <summary>Drops every fourth 16-bit word.</summary>
    public static Vector256<short> DropFourth16 => Vector256.Create(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 3, 7, 11, 15);

    /// <summary>Drops every fourth byte.</summary>
    public static Vector128<byte> DropFourth8 => Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, Z, Z, Z, Z);

    /// <summary>Drops every fourth byte and swaps first and third.</summary>
    public static Vector128<byte> DropFourth8Swapped => Vector128.Create((byte)2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, Z, Z, Z, Z);

    /// <summary>Three-byte pixels to four bytes, the fourth 0.</summary>
    public static Vector128<byte> AddFourth8 => Vector128.Create((byte)0, 1, 2, Z, 3, 4, 5, Z, 6, 7, 8, Z, 9, 10, 11, Z);

    /// <summary>One channel of four three-byte pixels, widened to 32 bits.</summary>
    public static Vector128<byte> Channel3(int channel)
    {
        byte c = (byte)channel;
        return Vector128.Create(c, Z, Z, Z, (byte)(c + 3), Z, Z, Z, (byte)(c + 6), Z, Z, Z, (byte)(c + 9), Z, Z, Z);
    }

    /// <summary>Four copies of each of the four lowest 32-bit words.</summary>
    public static Vector512<int> SpreadFour => Vector512.Create(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);

    /// <summary>Drops every fourth 32-bit word.</summary>
    public static Vector512<int> DropFourth32 => Vector512.Create(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 3, 7, 11, 15);

    /// <summary>The same index vector in all four lanes.</summary>
    public static Vector512<byte> InEachLane(Vector128<byte> lane) => Vector512.Create(Vector256.Create(lane, lane), Vector256.Create(lane, lane));

    /// <summary>Four copies of each of two 32-bit words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector256<int> SpreadTwo(int* words) => Vector256.Create(Vector128.Create(words[0]), Vector128.Create(words[1]));

    /// <summary>Sixteen bytes from each of four places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector512<byte> Load4(byte* p0, byte* p1, byte* p2, byte* p3) => Vector512.Create(
        Vector256.Create(Vector128.Load(p0), Vector128.Load(p1)),
        Vector256.Create(Vector128.Load(p2), Vector128.Load(p3)));

    /// <summary>Two neighbouring bytes from each of eight places, widened to 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector256<short> Load8Pairs(byte* row, int* offsets) => Avx2.ConvertToVector256Int16(Vector128.Create(
        *(ushort*)(row + offsets[0]), *(ushort*)(row + offsets[1]), *(ushort*)(row + offsets[2]), *(ushort*)(row + offsets[3]),
        *(ushort*)(row + offsets[4]), *(ushort*)(row + offsets[5]), *(ushort*)(row + offsets[6]), *(ushort*)(row + offsets[7])).AsByte());

    /// <summary>Sixteen three-byte pixels to sixteen bytes of each channel.</summary>
    public static Vector512<byte> Split3 => Vector512.Create(
        (byte)0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 33, 36, 39, 42, 45,
        1, 4, 7, 10, 13, 16, 19, 22, 25, 28, 31, 34, 37, 40, 43, 46,
        2, 5, 8, 11, 14, 17, 20, 23, 26, 29, 32, 35, 38, 41, 44, 47,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>Four three-byte pixels to four bytes of each channel.</summary>
    public static Vector128<byte> SplitFour3 => Vector128.Create((byte)0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11, Z, Z, Z, Z);
}
