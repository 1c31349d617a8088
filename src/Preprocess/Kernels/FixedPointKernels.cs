using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenVinoFlow.Preprocess.Kernels;

/// <summary>Horizontal pass with any number of 16-bit weights and 32-bit sums: OpenCV's bicubic, and the box sums of its integer area resize.</summary>
/// <remarks>
/// <c>offsets</c> holds the byte offset of the first pixel of each output pixel, <c>weights</c> pairs of 16-bit weights: for each group of
/// output pixels (four with three channels, eight with one) and each pair of taps, one pair of weights an output pixel. <c>pairs</c> is even,
/// <c>count</c> a multiple of 8.
/// </remarks>
internal static unsafe class FixedPointKernels
{
    public static void Row3Scalar(byte* row, int* offsets, int* weights, int pairs, int count, int* target)
    {
        for (int i = 0; i < count; i++)
        {
            byte* pixel = row + offsets[i];
            int* pair = weights + (i / 4 * pairs * 4) + i % 4;
            int r = 0;
            int g = 0;
            int b = 0;
            for (int p = 0; p < pairs; p++, pixel += 6, pair += 4)
            {
                int first = ((short*)pair)[0];
                int second = ((short*)pair)[1];
                r += pixel[0] * first + pixel[3] * second;
                g += pixel[1] * first + pixel[4] * second;
                b += pixel[2] * first + pixel[5] * second;
            }

            target[i * 3] = r;
            target[i * 3 + 1] = g;
            target[i * 3 + 2] = b;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Row3V128(byte* row, int* offsets, int* weights, int pairs, int count, int* target)
    {
        for (int i = 0; i < count; i++)
        {
            byte* pixel = row + offsets[i];
            int* pair = weights + (i / 4 * pairs * 4) + i % 4;
            Vector128<int> sums = Vector128<int>.Zero;
            for (int p = 0; p < pairs; p += 2, pixel += 12, pair += 8)
            {
                Vector128<byte> pixels = Vector128.Load(pixel);
                sums += Sse2.MultiplyAddAdjacent(Ssse3.Shuffle(pixels, Shuffles.Pairs3).AsInt16(), Vector128.Create(pair[0]).AsInt16());
                sums += Sse2.MultiplyAddAdjacent(Ssse3.Shuffle(pixels, Shuffles.UpperPairs3).AsInt16(), Vector128.Create(pair[4]).AsInt16());
            }

            sums.Store(target + i * 3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Row3V256(byte* row, int* offsets, int* weights, int pairs, int count, int* target)
    {
        Vector256<byte> lower = Vector256.Create(Shuffles.Pairs3, Shuffles.Pairs3);
        Vector256<byte> upper = Vector256.Create(Shuffles.UpperPairs3, Shuffles.UpperPairs3);
        for (int i = 0; i < count; i += 2)
        {
            byte* pixel0 = row + offsets[i];
            byte* pixel1 = row + offsets[i + 1];
            int* pair = weights + (i / 4 * pairs * 4) + i % 4;
            Vector256<int> sums = Vector256<int>.Zero;
            for (int p = 0; p < pairs; p += 2, pixel0 += 12, pixel1 += 12, pair += 8)
            {
                Vector256<byte> pixels = Vector256.Create(Vector128.Load(pixel0), Vector128.Load(pixel1));
                sums += Avx2.MultiplyAddAdjacent(Avx2.Shuffle(pixels, lower).AsInt16(), Shuffles.SpreadTwo(pair).AsInt16());
                sums += Avx2.MultiplyAddAdjacent(Avx2.Shuffle(pixels, upper).AsInt16(), Shuffles.SpreadTwo(pair + 4).AsInt16());
            }

            sums.GetLower().Store(target + i * 3);
            sums.GetUpper().Store(target + i * 3 + 3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Row3V512(byte* row, int* offsets, int* weights, int pairs, int count, int* target)
    {
        Vector512<byte> lower = Shuffles.InEachLane(Shuffles.Pairs3);
        Vector512<byte> upper = Shuffles.InEachLane(Shuffles.UpperPairs3);
        Vector512<int> spread = Shuffles.SpreadFour;
        Vector512<int> dense = Shuffles.DropFourth32;
        for (int i = 0; i < count; i += 4)
        {
            byte* pixel0 = row + offsets[i];
            byte* pixel1 = row + offsets[i + 1];
            byte* pixel2 = row + offsets[i + 2];
            byte* pixel3 = row + offsets[i + 3];
            Vector512<int> sums = Vector512<int>.Zero;
            for (int p = 0; p < pairs; p += 2)
            {
                Vector512<byte> pixels = Shuffles.Load4(pixel0 + p * 6, pixel1 + p * 6, pixel2 + p * 6, pixel3 + p * 6);
                Vector512<int> weight = Avx512F.PermuteVar16x32(Vector128.Load(weights).ToVector256Unsafe().ToVector512Unsafe(), spread);
                sums += Avx512BW.MultiplyAddAdjacent(Avx512BW.Shuffle(pixels, lower).AsInt16(), weight.AsInt16());
                weight = Avx512F.PermuteVar16x32(Vector128.Load(weights + 4).ToVector256Unsafe().ToVector512Unsafe(), spread);
                sums += Avx512BW.MultiplyAddAdjacent(Avx512BW.Shuffle(pixels, upper).AsInt16(), weight.AsInt16());
                weights += 8;
            }

            Avx512F.PermuteVar16x32(sums, dense).Store(target + i * 3);
        }
    }

    public static void Row1Scalar(byte* row, int* offsets, int* weights, int pairs, int count, int* target)
    {
        for (int i = 0; i < count; i++)
        {
            byte* pixel = row + offsets[i];
            int* pair = weights + (i / 8 * pairs * 8) + i % 8;
            int sum = 0;
            for (int p = 0; p < pairs; p++, pixel += 2, pair += 8)
                sum += pixel[0] * ((short*)pair)[0] + pixel[1] * ((short*)pair)[1];

            target[i] = sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Row1V256(byte* row, int* offsets, int* weights, int pairs, int count, int* target)
    {
        for (int i = 0; i < count; i += 8)
        {
            Vector256<int> sums = Vector256<int>.Zero;
            for (int p = 0; p < pairs; p++, weights += 8)
                sums += Avx2.MultiplyAddAdjacent(Shuffles.Load8Pairs(row + p * 2, offsets + i), Vector256.Load(weights).AsInt16());

            sums.Store(target + i);
        }
    }
}
