using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenVinoFlow.Preprocess.Kernels;

/// <summary>
/// OpenCV's bilinear resize in 11-bit fixed point. The horizontal pass keeps the upper 15 of its 19 bits, which is all that the vertical
/// pass of OpenCV looks at.
/// </summary>
/// <remarks>
/// Row kernels: <c>offsets</c> holds the byte offset of the left of two neighbouring pixels for each output pixel, <c>weights</c> the two
/// weights as a pair of 16-bit numbers, four copies of it for three channels; <c>count</c> is the number of output pixels, a multiple of 8.
/// </remarks>
internal static unsafe class LinearKernels
{
    private const int WeightCopies = 4;

    public static void Row3Scalar(byte* row, int* offsets, int* weights, int count, short* target)
    {
        for (int i = 0; i < count; i++)
        {
            byte* left = row + offsets[i];
            short* pair = (short*)(weights + i * WeightCopies);
            for (int c = 0; c < 3; c++)
                target[i * 3 + c] = (short)((left[c] * pair[0] + left[c + 3] * pair[1]) >> 4);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Row3V128(byte* row, int* offsets, int* weights, int count, short* target)
    {
        Vector128<byte> pairs = Shuffles.Pairs3;
        for (int i = 0; i < count; i++)
        {
            Vector128<byte> pixels = Sse2.LoadScalarVector128((ulong*)(row + offsets[i])).AsByte();
            Vector128<short> words = Ssse3.Shuffle(pixels, pairs).AsInt16();
            Vector128<int> sums = Sse2.MultiplyAddAdjacent(words, Vector128.Load(weights + i * WeightCopies).AsInt16()) >>> 4;
            Vector128<short> packed = Sse2.PackSignedSaturate(sums, sums);
            *(ulong*)(target + i * 3) = packed.AsUInt64().ToScalar();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Row3V256(byte* row, int* offsets, int* weights, int count, short* target)
    {
        Vector256<byte> pairs = Shuffles.TwoPairs3;
        for (int i = 0; i < count; i += 2)
        {
            Vector128<ulong> pixels = Vector128.Create(*(ulong*)(row + offsets[i]), *(ulong*)(row + offsets[i + 1]));
            Vector256<short> words = Avx2.Shuffle(Vector256.Create(pixels, pixels).AsByte(), pairs).AsInt16();
            Vector256<int> sums = Avx2.MultiplyAddAdjacent(words, Vector256.Load(weights + i * WeightCopies).AsInt16()) >>> 4;
            Vector256<ulong> packed = Avx2.PackSignedSaturate(sums, sums).AsUInt64();
            *(ulong*)(target + i * 3) = packed.ToScalar();
            *(ulong*)(target + i * 3 + 3) = packed.GetUpper().ToScalar();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Row3V512(byte* row, int* offsets, int* weights, int count, short* target)
    {
        Vector512<byte> pairs = Shuffles.FourPairs3;
        Vector256<short> dense = Shuffles.DropFourth16;
        for (int i = 0; i < count; i += 4)
        {
            Vector128<ulong> pixels01 = Vector128.Create(*(ulong*)(row + offsets[i]), *(ulong*)(row + offsets[i + 1]));
            Vector128<ulong> pixels23 = Vector128.Create(*(ulong*)(row + offsets[i + 2]), *(ulong*)(row + offsets[i + 3]));
            Vector512<byte> pixels = Vector256.Create(pixels01, pixels23).AsByte().ToVector512();
            Vector512<short> words = Avx512Vbmi.PermuteVar64x8(pixels, pairs).AsInt16();
            Vector512<int> sums = Avx512BW.MultiplyAddAdjacent(words, Vector512.Load(weights + i * WeightCopies).AsInt16()) >>> 4;
            Vector256<short> packed = Avx512BW.VL.PermuteVar16x16(Avx512F.ConvertToVector256Int16(sums), dense);
            packed.Store(target + i * 3);
        }
    }

    /// <summary>
    /// The same where 16 sums at a time find all their bytes within 64: one load and one shuffle for all of them. <c>offsets</c> has the
    /// first byte of each block of 16 sums, <c>indices</c> 64 shuffle indices and <c>weights</c> 16 pairs of weights a block.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WindowsV512(byte* row, int* offsets, byte* indices, int* weights, int blocks, short* target)
    {
        Vector512<ushort> lowBytes = Vector512.Create((ushort)0xFF);
        for (int i = 0; i < blocks; i++)
        {
            Vector512<byte> bytes = Avx512Vbmi.PermuteVar64x8(Vector512.Load(row + offsets[i]), Vector512.Load(indices + i * 64));
            Vector512<short> words = (bytes.AsUInt16() & lowBytes).AsInt16();
            Vector512<int> sums = Avx512BW.MultiplyAddAdjacent(words, Vector512.Load(weights + i * 16).AsInt16()) >>> 4;
            Avx512F.ConvertToVector256Int16(sums).Store(target + i * 16);
        }
    }

    public static void Row1Scalar(byte* row, int* offsets, int* weights, int count, short* target)
    {
        for (int i = 0; i < count; i++)
        {
            byte* left = row + offsets[i];
            short* pair = (short*)(weights + i);
            target[i] = (short)((left[0] * pair[0] + left[1] * pair[1]) >> 4);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Row1V256(byte* row, int* offsets, int* weights, int count, short* target)
    {
        for (int i = 0; i < count; i += 8)
        {
            Vector256<short> words = Shuffles.Load8Pairs(row, offsets + i);
            Vector256<int> sums = Avx2.MultiplyAddAdjacent(words, Vector256.Load(weights + i).AsInt16()) >>> 4;
            Sse2.PackSignedSaturate(sums.GetLower(), sums.GetUpper()).Store(target + i);
        }
    }

    /// <summary>Writes exactly <paramref name="count"/> bytes.</summary>
    public static void BlendScalar(short* top, short* bottom, short topWeight, short bottomWeight, byte* target, nint count)
    {
        for (nint i = 0; i < count; i++)
            target[i] = (byte)(((top[i] * topWeight >> 16) + (bottom[i] * bottomWeight >> 16) + 2) >> 2);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BlendV128(short* top, short* bottom, short topWeight, short bottomWeight, byte* target, nint count)
    {
        if (count < Vector128<byte>.Count)
        {
            BlendScalar(top, bottom, topWeight, bottomWeight, target, count);
            return;
        }

        Vector128<short> weight0 = Vector128.Create(topWeight);
        Vector128<short> weight1 = Vector128.Create(bottomWeight);
        for (nint i = 0; ; i += Vector128<byte>.Count)
        {
            i = Math.Min(i, count - Vector128<byte>.Count);
            Vector128<short> low = Blend(Vector128.Load(top + i), Vector128.Load(bottom + i), weight0, weight1);
            Vector128<short> high = Blend(Vector128.Load(top + i + 8), Vector128.Load(bottom + i + 8), weight0, weight1);
            Sse2.PackUnsignedSaturate(low, high).Store(target + i);
            if (i == count - Vector128<byte>.Count)
                return;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BlendV256(short* top, short* bottom, short topWeight, short bottomWeight, byte* target, nint count)
    {
        if (count < Vector256<byte>.Count)
        {
            BlendV128(top, bottom, topWeight, bottomWeight, target, count);
            return;
        }

        Vector256<short> weight0 = Vector256.Create(topWeight);
        Vector256<short> weight1 = Vector256.Create(bottomWeight);
        for (nint i = 0; ; i += Vector256<byte>.Count)
        {
            i = Math.Min(i, count - Vector256<byte>.Count);
            Vector256<short> low = Blend(Vector256.Load(top + i), Vector256.Load(bottom + i), weight0, weight1);
            Vector256<short> high = Blend(Vector256.Load(top + i + 16), Vector256.Load(bottom + i + 16), weight0, weight1);
            Vector256<byte> packed = Avx2.PackUnsignedSaturate(low, high);
            Avx2.Permute4x64(packed.AsUInt64(), 0b11_01_10_00).AsByte().Store(target + i);
            if (i == count - Vector256<byte>.Count)
                return;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BlendV512(short* top, short* bottom, short topWeight, short bottomWeight, byte* target, nint count)
    {
        if (count < Vector512<short>.Count)
        {
            BlendV128(top, bottom, topWeight, bottomWeight, target, count);
            return;
        }

        Vector512<short> weight0 = Vector512.Create(topWeight);
        Vector512<short> weight1 = Vector512.Create(bottomWeight);
        Vector512<short> half = Vector512.Create((short)2);
        for (nint i = 0; ; i += Vector512<short>.Count)
        {
            i = Math.Min(i, count - Vector512<short>.Count);
            Vector512<short> upper = Avx512BW.MultiplyHigh(Vector512.Load(top + i), weight0);
            Vector512<short> lower = Avx512BW.MultiplyHigh(Vector512.Load(bottom + i), weight1);
            Avx512BW.ConvertToVector256Byte((upper + lower + half) >>> 2).Store(target + i);
            if (i == count - Vector512<short>.Count)
                return;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Blend(Vector128<short> top, Vector128<short> bottom, Vector128<short> weight0, Vector128<short> weight1) =>
        (Sse2.MultiplyHigh(top, weight0) + Sse2.MultiplyHigh(bottom, weight1) + Vector128.Create((short)2)) >>> 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Blend(Vector256<short> top, Vector256<short> bottom, Vector256<short> weight0, Vector256<short> weight1) =>
        (Avx2.MultiplyHigh(top, weight0) + Avx2.MultiplyHigh(bottom, weight1) + Vector256.Create((short)2)) >>> 2;
}
