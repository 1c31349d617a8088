using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenVinoFlow.Preprocess.Kernels;

/// <summary>
/// OpenCV's area resize in single precision: products are rounded before they are added, and added from left to right and from top to
/// bottom, so that every sum has OpenCV's bits.
/// </summary>
/// <remarks>
/// Row kernels: <c>offsets</c> holds the byte offset of the first tap of each output pixel, further taps lie <c>step</c> bytes apart (negative
/// for a mirrored picture). <c>weights</c> has, for each group of four output pixels and each tap, one weight an output pixel.
/// <c>count</c> is a multiple of 8.
/// </remarks>
internal static unsafe class AreaKernels
{
    public static void Row3Scalar(byte* row, int* offsets, float* weights, int taps, int step, int count, float* target)
    {
        for (int i = 0; i < count; i++)
        {
            byte* pixel = row + offsets[i];
            float* weight = weights + (i / 4 * taps * 4) + i % 4;
            float r = 0;
            float g = 0;
            float b = 0;
            for (int t = 0; t < taps; t++, pixel += step, weight += 4)
            {
                r += pixel[0] * *weight;
                g += pixel[1] * *weight;
                b += pixel[2] * *weight;
            }

            target[i * 3] = r;
            target[i * 3 + 1] = g;
            target[i * 3 + 2] = b;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Row3V128(byte* row, int* offsets, float* weights, int taps, int step, int count, float* target)
    {
        for (int i = 0; i < count; i++)
        {
            byte* pixel = row + offsets[i];
            float* weight = weights + (i / 4 * taps * 4) + i % 4;
            Vector128<float> sum = Vector128<float>.Zero;
            for (int t = 0; t < taps; t++, pixel += step, weight += 4)
            {
                Vector128<int> pixels = Sse41.ConvertToVector128Int32(Vector128.CreateScalarUnsafe(*(uint*)pixel).AsByte());
                sum += Sse2.ConvertToVector128Single(pixels) * Vector128.Create(*weight);
            }

            sum.Store(target + i * 3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Row3V256(byte* row, int* offsets, float* weights, int taps, int step, int count, float* target)
    {
        for (int i = 0; i < count; i += 2)
        {
            byte* pixel0 = row + offsets[i];
            byte* pixel1 = row + offsets[i + 1];
            float* weight = weights + (i / 4 * taps * 4) + i % 4;
            Vector256<float> sum = Vector256<float>.Zero;
            for (int t = 0; t < taps; t++, pixel0 += step, pixel1 += step, weight += 4)
            {
                Vector128<byte> bytes = Vector128.CreateScalarUnsafe(*(uint*)pixel0 | (ulong)*(uint*)pixel1 << 32).AsByte();
                Vector256<float> spread = Shuffles.SpreadTwo((int*)weight).AsSingle();
                sum += Avx.ConvertToVector256Single(Avx2.ConvertToVector256Int32(bytes)) * spread;
            }

            sum.GetLower().Store(target + i * 3);
            sum.GetUpper().Store(target + i * 3 + 3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Row3V512(byte* row, int* offsets, float* weights, int taps, int step, int count, float* target)
    {
        Vector512<int> spread = Shuffles.SpreadFour;
        Vector512<int> dense = Shuffles.DropFourth32;
        for (int i = 0; i < count; i += 4)
        {
            byte* pixel0 = row + offsets[i];
            byte* pixel1 = row + offsets[i + 1];
            byte* pixel2 = row + offsets[i + 2];
            byte* pixel3 = row + offsets[i + 3];
            Vector512<float> sum = Vector512<float>.Zero;
            nint at = 0;
            for (int t = 0; t < taps; t++, at += step, weights += 4)
            {
                Vector128<byte> bytes = Vector128.Create(
                    *(uint*)(pixel0 + at), *(uint*)(pixel1 + at), *(uint*)(pixel2 + at), *(uint*)(pixel3 + at)).AsByte();
                Vector512<float> weight = Avx512F.PermuteVar16x32(Vector128.Load(weights).ToVector256Unsafe().ToVector512Unsafe(), spread);
                sum += Avx512F.ConvertToVector512Single(Avx512F.ConvertToVector512Int32(bytes)) * weight;
            }

            Avx512F.PermuteVar16x32(sum, dense).Store(target + i * 3);
        }
    }

    public static void Row1Scalar(byte* row, int* offsets, float* weights, int taps, int step, int count, float* target)
    {
        for (int i = 0; i < count; i++)
        {
            byte* pixel = row + offsets[i];
            float* weight = weights + (i / 4 * taps * 4) + i % 4;
            float sum = 0;
            for (int t = 0; t < taps; t++, pixel += step, weight += 4)
                sum += *pixel * *weight;

            target[i] = sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Row1V128(byte* row, int* offsets, float* weights, int taps, int step, int count, float* target)
    {
        for (int i = 0; i < count; i += 4)
        {
            Vector128<float> sum = Vector128<float>.Zero;
            byte* pixel = row;
            for (int t = 0; t < taps; t++, pixel += step, weights += 4)
            {
                Vector128<int> pixels = Vector128.Create(
                    (int)pixel[offsets[i]], pixel[offsets[i + 1]], pixel[offsets[i + 2]], pixel[offsets[i + 3]]);
                sum += Sse2.ConvertToVector128Single(pixels) * Vector128.Load(weights);
            }

            sum.Store(target + i);
        }
    }

    /// <summary>sums = row * weight where <paramref name="first"/>, otherwise sums + row * weight.</summary>
    public static void AccumulateScalar(float* row, float weight, bool first, float* sums, nint count)
    {
        for (nint i = 0; i < count; i++)
            sums[i] = first ? row[i] * weight : sums[i] + row[i] * weight;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AccumulateV128(float* row, float weight, bool first, float* sums, nint count)
    {
        Vector128<float> weights = Vector128.Create(weight);
        nint i = 0;
        for (; i <= count - 4; i += 4)
        {
            Vector128<float> product = Vector128.Load(row + i) * weights;
            (first ? product : Vector128.Load(sums + i) + product).Store(sums + i);
        }

        AccumulateScalar(row + i, weight, first, sums + i, count - i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AccumulateV256(float* row, float weight, bool first, float* sums, nint count)
    {
        Vector256<float> weights = Vector256.Create(weight);
        nint i = 0;
        for (; i <= count - 8; i += 8)
        {
            Vector256<float> product = Vector256.Load(row + i) * weights;
            (first ? product : Vector256.Load(sums + i) + product).Store(sums + i);
        }

        AccumulateScalar(row + i, weight, first, sums + i, count - i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AccumulateV512(float* row, float weight, bool first, float* sums, nint count)
    {
        Vector512<float> weights = Vector512.Create(weight);
        nint i = 0;
        for (; i <= count - 16; i += 16)
        {
            Vector512<float> product = Vector512.Load(row + i) * weights;
            (first ? product : Vector512.Load(sums + i) + product).Store(sums + i);
        }

        AccumulateScalar(row + i, weight, first, sums + i, count - i);
    }

    /// <summary>Rounds sums to bytes, halves to even. Writes exactly <paramref name="count"/> bytes.</summary>
    public static void RoundScalar(float* sums, byte* target, nint count)
    {
        for (nint i = 0; i < count; i++)
            target[i] = (byte)Math.Clamp((int)MathF.Round(sums[i], MidpointRounding.ToEven), 0, 255);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RoundV128(float* sums, byte* target, nint count)
    {
        nint i = 0;
        for (; i <= count - 4; i += 4)
            *(uint*)(target + i) = Saturate.ToBytes(Sse2.ConvertToVector128Int32(Vector128.Load(sums + i)));

        RoundScalar(sums + i, target + i, count - i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RoundV256(float* sums, byte* target, nint count)
    {
        nint i = 0;
        for (; i <= count - 8; i += 8)
            *(ulong*)(target + i) = Saturate.ToBytes(Avx.ConvertToVector256Int32(Vector256.Load(sums + i)));

        RoundScalar(sums + i, target + i, count - i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RoundV512(float* sums, byte* target, nint count)
    {
        nint i = 0;
        for (; i <= count - 16; i += 16)
            Saturate.ToBytes(Avx512F.ConvertToVector512Int32(Vector512.Load(sums + i))).Store(target + i);

        RoundScalar(sums + i, target + i, count - i);
    }
}
