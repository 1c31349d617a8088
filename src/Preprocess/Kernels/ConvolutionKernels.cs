using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenVinoFlow.Preprocess.Kernels;

/// <summary>
/// Pillow's convolution: 22-bit fixed-point weights, 32-bit sums, each pass rounded to bytes. A weight is split into its upper bits and its
/// lower 12, so that both parts fit the 16-bit multiply-add; the sum of both is Pillow's own, bit for bit.
/// </summary>
/// <remarks>
/// Row kernels: the layout of <see cref="FixedPointKernels"/>, with <c>low</c> and <c>high</c> instead of one array of weights. Column
/// kernels: <c>rows</c> has two rows a pair, <c>low</c> and <c>high</c> one pair of weights each; they write exactly <c>count</c> bytes.
/// </remarks>
internal static unsafe class ConvolutionKernels
{
    /// <summary>Fractional bits of a weight.</summary>
    public const int Precision = 22;

    /// <summary>Bits of a weight's lower part.</summary>
    public const int LowBits = 12;

    private const int Half = 1 << (Precision - 1);

    public static void Row3Scalar(byte* row, int* offsets, int* low, int* high, int pairs, int count, byte* target)
    {
        for (int i = 0; i < count; i++)
        {
            byte* pixel = row + offsets[i];
            int start = i / 4 * pairs * 4 + i % 4;
            int r = Half;
            int g = Half;
            int b = Half;
            for (int p = 0; p < pairs; p++, pixel += 6)
            {
                int first = Weight(low, high, start + p * 4, 0);
                int second = Weight(low, high, start + p * 4, 1);
                r += pixel[0] * first + pixel[3] * second;
                g += pixel[1] * first + pixel[4] * second;
                b += pixel[2] * first + pixel[5] * second;
            }

            target[i * 3] = Clip(r);
            target[i * 3 + 1] = Clip(g);
            target[i * 3 + 2] = Clip(b);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Row3V128(byte* row, int* offsets, int* low, int* high, int pairs, int count, byte* target)
    {
        for (int i = 0; i < count; i++)
        {
            byte* pixel = row + offsets[i];
            int at = i / 4 * pairs * 4 + i % 4;
            Vector128<int> lowSum = Vector128.Create(Half);
            Vector128<int> highSum = Vector128<int>.Zero;
            for (int p = 0; p < pairs; p += 2, pixel += 12, at += 8)
            {
                Vector128<byte> pixels = Vector128.Load(pixel);
                Vector128<short> first = Ssse3.Shuffle(pixels, Shuffles.Pairs3).AsInt16();
                Vector128<short> second = Ssse3.Shuffle(pixels, Shuffles.UpperPairs3).AsInt16();
                lowSum += Sse2.MultiplyAddAdjacent(first, Vector128.Create(low[at]).AsInt16());
                highSum += Sse2.MultiplyAddAdjacent(first, Vector128.Create(high[at]).AsInt16());
                lowSum += Sse2.MultiplyAddAdjacent(second, Vector128.Create(low[at + 4]).AsInt16());
                highSum += Sse2.MultiplyAddAdjacent(second, Vector128.Create(high[at + 4]).AsInt16());
            }

            *(uint*)(target + i * 3) = Saturate.ToBytes((lowSum + (highSum << LowBits)) >> Precision);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Row3V256(byte* row, int* offsets, int* low, int* high, int pairs, int count, byte* target)
    {
        Vector256<byte> lower = Vector256.Create(Shuffles.Pairs3, Shuffles.Pairs3);
        Vector256<byte> upper = Vector256.Create(Shuffles.UpperPairs3, Shuffles.UpperPairs3);
        for (int i = 0; i < count; i += 2)
        {
            byte* pixel0 = row + offsets[i];
            byte* pixel1 = row + offsets[i + 1];
            int at = i / 4 * pairs * 4 + i % 4;
            Vector256<int> lowSum = Vector256.Create(Half);
            Vector256<int> highSum = Vector256<int>.Zero;
            for (int p = 0; p < pairs; p += 2, pixel0 += 12, pixel1 += 12, at += 8)
            {
                Vector256<byte> pixels = Vector256.Create(Vector128.Load(pixel0), Vector128.Load(pixel1));
                Vector256<short> first = Avx2.Shuffle(pixels, lower).AsInt16();
                Vector256<short> second = Avx2.Shuffle(pixels, upper).AsInt16();
                lowSum += Avx2.MultiplyAddAdjacent(first, Shuffles.SpreadTwo(low + at).AsInt16());
                highSum += Avx2.MultiplyAddAdjacent(first, Shuffles.SpreadTwo(high + at).AsInt16());
                lowSum += Avx2.MultiplyAddAdjacent(second, Shuffles.SpreadTwo(low + at + 4).AsInt16());
                highSum += Avx2.MultiplyAddAdjacent(second, Shuffles.SpreadTwo(high + at + 4).AsInt16());
            }

            ulong packed = Saturate.ToBytes((lowSum + (highSum << LowBits)) >> Precision);
            *(uint*)(target + i * 3) = (uint)packed;
            *(uint*)(target + i * 3 + 3) = (uint)(packed >> 32);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Row3V512(byte* row, int* offsets, int* low, int* high, int pairs, int count, byte* target)
    {
        Vector512<byte> lower = Shuffles.InEachLane(Shuffles.Pairs3);
        Vector512<byte> upper = Shuffles.InEachLane(Shuffles.UpperPairs3);
        Vector512<int> spread = Shuffles.SpreadFour;
        Vector128<byte> dense = Shuffles.DropFourth8;
        for (int i = 0; i < count; i += 4)
        {
            byte* pixel0 = row + offsets[i];
            byte* pixel1 = row + offsets[i + 1];
            byte* pixel2 = row + offsets[i + 2];
            byte* pixel3 = row + offsets[i + 3];
            Vector512<int> lowSum = Vector512.Create(Half);
            Vector512<int> highSum = Vector512<int>.Zero;
            for (int p = 0; p < pairs; p += 2, low += 8, high += 8)
            {
                Vector512<byte> pixels = Shuffles.Load4(pixel0 + p * 6, pixel1 + p * 6, pixel2 + p * 6, pixel3 + p * 6);
                Vector512<short> first = Avx512BW.Shuffle(pixels, lower).AsInt16();
                Vector512<short> second = Avx512BW.Shuffle(pixels, upper).AsInt16();
                lowSum += Avx512BW.MultiplyAddAdjacent(first, Spread(low, spread));
                highSum += Avx512BW.MultiplyAddAdjacent(first, Spread(high, spread));
                lowSum += Avx512BW.MultiplyAddAdjacent(second, Spread(low + 4, spread));
                highSum += Avx512BW.MultiplyAddAdjacent(second, Spread(high + 4, spread));
            }

            Vector128<byte> packed = Saturate.ToBytes((lowSum + (highSum << LowBits)) >> Precision);
            Ssse3.Shuffle(packed, dense).Store(target + i * 3);
        }
    }

    public static void Row1Scalar(byte* row, int* offsets, int* low, int* high, int pairs, int count, byte* target)
    {
        for (int i = 0; i < count; i++)
        {
            byte* pixel = row + offsets[i];
            int start = i / 8 * pairs * 8 + i % 8;
            int sum = Half;
            for (int p = 0; p < pairs; p++, pixel += 2)
                sum += pixel[0] * Weight(low, high, start + p * 8, 0) + pixel[1] * Weight(low, high, start + p * 8, 1);

            target[i] = Clip(sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Row1V256(byte* row, int* offsets, int* low, int* high, int pairs, int count, byte* target)
    {
        for (int i = 0; i < count; i += 8)
        {
            Vector256<int> lowSum = Vector256.Create(Half);
            Vector256<int> highSum = Vector256<int>.Zero;
            for (int p = 0; p < pairs; p++, low += 8, high += 8)
            {
                Vector256<short> pixels = Shuffles.Load8Pairs(row + p * 2, offsets + i);
                lowSum += Avx2.MultiplyAddAdjacent(pixels, Vector256.Load(low).AsInt16());
                highSum += Avx2.MultiplyAddAdjacent(pixels, Vector256.Load(high).AsInt16());
            }

            *(ulong*)(target + i) = Saturate.ToBytes((lowSum + (highSum << LowBits)) >> Precision);
        }
    }

    public static void ColumnsScalar(byte** rows, int* low, int* high, int pairs, byte* target, nint count)
    {
        for (nint i = 0; i < count; i++)
        {
            int sum = Half;
            for (int p = 0; p < pairs; p++)
                sum += rows[p * 2][i] * Weight(low, high, p, 0) + rows[p * 2 + 1][i] * Weight(low, high, p, 1);

            target[i] = Clip(sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ColumnsV128(byte** rows, int* low, int* high, int pairs, byte* target, nint count)
    {
        if (count < 16)
        {
            ColumnsScalar(rows, low, high, pairs, target, count);
            return;
        }

        for (nint i = 0; ; i += 16)
        {
            i = Math.Min(i, count - 16);
            Vector128<int> low0 = Vector128.Create(Half);
            Vector128<int> low1 = low0;
            Vector128<int> low2 = low0;
            Vector128<int> low3 = low0;
            Vector128<int> high0 = Vector128<int>.Zero;
            Vector128<int> high1 = high0;
            Vector128<int> high2 = high0;
            Vector128<int> high3 = high0;
            for (int p = 0; p < pairs; p++)
            {
                Vector128<byte> even = Vector128.Load(rows[p * 2] + i);
                Vector128<byte> odd = Vector128.Load(rows[p * 2 + 1] + i);
                Vector128<short> lowWeight = Vector128.Create(low[p]).AsInt16();
                Vector128<short> highWeight = Vector128.Create(high[p]).AsInt16();
                Vector128<byte> lower = Sse2.UnpackLow(even, odd);
                Vector128<byte> upper = Sse2.UnpackHigh(even, odd);
                Vector128<short> words0 = Sse2.UnpackLow(lower, Vector128<byte>.Zero).AsInt16();
                Vector128<short> words1 = Sse2.UnpackHigh(lower, Vector128<byte>.Zero).AsInt16();
                Vector128<short> words2 = Sse2.UnpackLow(upper, Vector128<byte>.Zero).AsInt16();
                Vector128<short> words3 = Sse2.UnpackHigh(upper, Vector128<byte>.Zero).AsInt16();
                low0 += Sse2.MultiplyAddAdjacent(words0, lowWeight);
                low1 += Sse2.MultiplyAddAdjacent(words1, lowWeight);
                low2 += Sse2.MultiplyAddAdjacent(words2, lowWeight);
                low3 += Sse2.MultiplyAddAdjacent(words3, lowWeight);
                high0 += Sse2.MultiplyAddAdjacent(words0, highWeight);
                high1 += Sse2.MultiplyAddAdjacent(words1, highWeight);
                high2 += Sse2.MultiplyAddAdjacent(words2, highWeight);
                high3 += Sse2.MultiplyAddAdjacent(words3, highWeight);
            }

            Vector128<short> packed0 = Sse2.PackSignedSaturate((low0 + (high0 << LowBits)) >> Precision, (low1 + (high1 << LowBits)) >> Precision);
            Vector128<short> packed1 = Sse2.PackSignedSaturate((low2 + (high2 << LowBits)) >> Precision, (low3 + (high3 << LowBits)) >> Precision);
            Sse2.PackUnsignedSaturate(packed0, packed1).Store(target + i);
            if (i == count - 16)
                return;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ColumnsV256(byte** rows, int* low, int* high, int pairs, byte* target, nint count)
    {
        if (count < 32)
        {
            ColumnsV128(rows, low, high, pairs, target, count);
            return;
        }

        for (nint i = 0; ; i += 32)
        {
            i = Math.Min(i, count - 32);
            Vector256<int> low0 = Vector256.Create(Half);
            Vector256<int> low1 = low0;
            Vector256<int> low2 = low0;
            Vector256<int> low3 = low0;
            Vector256<int> high0 = Vector256<int>.Zero;
            Vector256<int> high1 = high0;
            Vector256<int> high2 = high0;
            Vector256<int> high3 = high0;
            for (int p = 0; p < pairs; p++)
            {
                Vector256<byte> even = Vector256.Load(rows[p * 2] + i);
                Vector256<byte> odd = Vector256.Load(rows[p * 2 + 1] + i);
                Vector256<short> lowWeight = Vector256.Create(low[p]).AsInt16();
                Vector256<short> highWeight = Vector256.Create(high[p]).AsInt16();
                Vector256<byte> lower = Avx2.UnpackLow(even, odd);
                Vector256<byte> upper = Avx2.UnpackHigh(even, odd);
                Vector256<short> words0 = Avx2.UnpackLow(lower, Vector256<byte>.Zero).AsInt16();
                Vector256<short> words1 = Avx2.UnpackHigh(lower, Vector256<byte>.Zero).AsInt16();
                Vector256<short> words2 = Avx2.UnpackLow(upper, Vector256<byte>.Zero).AsInt16();
                Vector256<short> words3 = Avx2.UnpackHigh(upper, Vector256<byte>.Zero).AsInt16();
                low0 += Avx2.MultiplyAddAdjacent(words0, lowWeight);
                low1 += Avx2.MultiplyAddAdjacent(words1, lowWeight);
                low2 += Avx2.MultiplyAddAdjacent(words2, lowWeight);
                low3 += Avx2.MultiplyAddAdjacent(words3, lowWeight);
                high0 += Avx2.MultiplyAddAdjacent(words0, highWeight);
                high1 += Avx2.MultiplyAddAdjacent(words1, highWeight);
                high2 += Avx2.MultiplyAddAdjacent(words2, highWeight);
                high3 += Avx2.MultiplyAddAdjacent(words3, highWeight);
            }

            Vector256<short> packed0 = Avx2.PackSignedSaturate((low0 + (high0 << LowBits)) >> Precision, (low1 + (high1 << LowBits)) >> Precision);
            Vector256<short> packed1 = Avx2.PackSignedSaturate((low2 + (high2 << LowBits)) >> Precision, (low3 + (high3 << LowBits)) >> Precision);
            Avx2.PackUnsignedSaturate(packed0, packed1).Store(target + i);
            if (i == count - 32)
                return;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ColumnsV512(byte** rows, int* low, int* high, int pairs, byte* target, nint count)
    {
        if (count < 64)
        {
            ColumnsV256(rows, low, high, pairs, target, count);
            return;
        }

        for (nint i = 0; ; i += 64)
        {
            i = Math.Min(i, count - 64);
            Vector512<int> low0 = Vector512.Create(Half);
            Vector512<int> low1 = low0;
            Vector512<int> low2 = low0;
            Vector512<int> low3 = low0;
            Vector512<int> high0 = Vector512<int>.Zero;
            Vector512<int> high1 = high0;
            Vector512<int> high2 = high0;
            Vector512<int> high3 = high0;
            for (int p = 0; p < pairs; p++)
            {
                Vector512<byte> even = Vector512.Load(rows[p * 2] + i);
                Vector512<byte> odd = Vector512.Load(rows[p * 2 + 1] + i);
                Vector512<short> lowWeight = Vector512.Create(low[p]).AsInt16();
                Vector512<short> highWeight = Vector512.Create(high[p]).AsInt16();
                Vector512<byte> lower = Avx512BW.UnpackLow(even, odd);
                Vector512<byte> upper = Avx512BW.UnpackHigh(even, odd);
                Vector512<short> words0 = Avx512BW.UnpackLow(lower, Vector512<byte>.Zero).AsInt16();
                Vector512<short> words1 = Avx512BW.UnpackHigh(lower, Vector512<byte>.Zero).AsInt16();
                Vector512<short> words2 = Avx512BW.UnpackLow(upper, Vector512<byte>.Zero).AsInt16();
                Vector512<short> words3 = Avx512BW.UnpackHigh(upper, Vector512<byte>.Zero).AsInt16();
                low0 += Avx512BW.MultiplyAddAdjacent(words0, lowWeight);
                low1 += Avx512BW.MultiplyAddAdjacent(words1, lowWeight);
                low2 += Avx512BW.MultiplyAddAdjacent(words2, lowWeight);
                low3 += Avx512BW.MultiplyAddAdjacent(words3, lowWeight);
                high0 += Avx512BW.MultiplyAddAdjacent(words0, highWeight);
                high1 += Avx512BW.MultiplyAddAdjacent(words1, highWeight);
                high2 += Avx512BW.MultiplyAddAdjacent(words2, highWeight);
                high3 += Avx512BW.MultiplyAddAdjacent(words3, highWeight);
            }

            Vector512<short> packed0 = Avx512BW.PackSignedSaturate((low0 + (high0 << LowBits)) >> Precision, (low1 + (high1 << LowBits)) >> Precision);
            Vector512<short> packed1 = Avx512BW.PackSignedSaturate((low2 + (high2 << LowBits)) >> Precision, (low3 + (high3 << LowBits)) >> Precision);
            Avx512BW.PackUnsignedSaturate(packed0, packed1).Store(target + i);
            if (i == count - 64)
                return;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<short> Spread(int* weights, Vector512<int> indices) =>
        Avx512F.PermuteVar16x32(Vector128.Load(weights).ToVector256Unsafe().ToVector512Unsafe(), indices).AsInt16();

    private static int Weight(int* low, int* high, int pair, int which) =>
        ((short*)(low + pair))[which] + (((short*)(high + pair))[which] << LowBits);

    private static byte Clip(int sum) => (byte)Math.Clamp(sum >> Precision, 0, 255);
}
