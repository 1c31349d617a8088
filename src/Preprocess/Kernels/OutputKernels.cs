using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenVinoFlow.Preprocess.Kernels;

/// <summary>
/// One row of interleaved bytes to the network's element type and layout: (x - mean) / scale in single precision. Where every scale has an
/// exact reciprocal (powers of two) the division is a multiplication with the same result.
/// </summary>
/// <remarks>
/// Rows may be read for 64 bytes after their end. Targets are written exactly. <c>mean</c> and <c>scale</c> hold <see cref="Period"/>
/// values, the channels' repeated, so that element i uses value i % Period; <c>reciprocal</c> says that <c>scale</c> holds reciprocals.
/// </remarks>
internal static unsafe class OutputKernels
{
    /// <summary>Length of the arrays of means and scales: a multiple of 3 and of every vector's length.</summary>
    public const int Period = 48;

    /// <summary>Elements in the order they have, one channel or several.</summary>
    public static void InterleavedScalar(byte* row, float* mean, float* scale, bool reciprocal, float* target, nint count)
    {
        for (nint i = 0; i < count; i++)
            target[i] = Normalize(row[i], mean[i % Period], scale[i % Period], reciprocal);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InterleavedV128(byte* row, float* mean, float* scale, bool reciprocal, float* target, nint count)
    {
        nint i = 0;
        for (; i <= count - Period; i += Period)
        {
            for (int k = 0; k < Period; k += 4)
            {
                Vector128<int> values = Sse41.ConvertToVector128Int32(Vector128.CreateScalarUnsafe(*(uint*)(row + i + k)).AsByte());
                Vector128<float> centred = Sse2.ConvertToVector128Single(values) - Vector128.Load(mean + k);
                Vector128<float> divisor = Vector128.Load(scale + k);
                (reciprocal ? centred * divisor : centred / divisor).Store(target + i + k);
            }
        }

        InterleavedScalar(row + i, mean, scale, reciprocal, target + i, count - i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InterleavedV256(byte* row, float* mean, float* scale, bool reciprocal, float* target, nint count)
    {
        nint i = 0;
        for (; i <= count - Period; i += Period)
        {
            for (int k = 0; k < Period; k += 8)
            {
                Vector256<int> values = Avx2.ConvertToVector256Int32(Vector128.CreateScalarUnsafe(*(ulong*)(row + i + k)).AsByte());
                Vector256<float> centred = Avx.ConvertToVector256Single(values) - Vector256.Load(mean + k);
                Vector256<float> divisor = Vector256.Load(scale + k);
                (reciprocal ? centred * divisor : centred / divisor).Store(target + i + k);
            }
        }

        InterleavedScalar(row + i, mean, scale, reciprocal, target + i, count - i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InterleavedV512(byte* row, float* mean, float* scale, bool reciprocal, float* target, nint count)
    {
        nint i = 0;
        for (; i <= count - Period; i += Period)
        {
            for (int k = 0; k < Period; k += 16)
            {
                Vector512<int> values = Avx512F.ConvertToVector512Int32(Vector128.Load(row + i + k));
                Vector512<float> centred = Avx512F.ConvertToVector512Single(values) - Vector512.Load(mean + k);
                Vector512<float> divisor = Vector512.Load(scale + k);
                (reciprocal ? centred * divisor : centred / divisor).Store(target + i + k);
            }
        }

        InterleavedScalar(row + i, mean, scale, reciprocal, target + i, count - i);
    }

    /// <summary>Three interleaved channels to three planes; <paramref name="count"/> is the number of pixels.</summary>
    public static void PlanarScalar(byte* row, float* mean, float* scale, bool reciprocal, float* plane0, float* plane1, float* plane2, nint count)
    {
        for (nint i = 0; i < count; i++)
        {
            plane0[i] = Normalize(row[i * 3], mean[0], scale[0], reciprocal);
            plane1[i] = Normalize(row[i * 3 + 1], mean[1], scale[1], reciprocal);
            plane2[i] = Normalize(row[i * 3 + 2], mean[2], scale[2], reciprocal);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PlanarV128(byte* row, float* mean, float* scale, bool reciprocal, float* plane0, float* plane1, float* plane2, nint count)
    {
        if (count < 4)
        {
            PlanarScalar(row, mean, scale, reciprocal, plane0, plane1, plane2, count);
            return;
        }

        Vector128<byte> channel0 = Shuffles.Channel3(0);
        Vector128<byte> channel1 = Shuffles.Channel3(1);
        Vector128<byte> channel2 = Shuffles.Channel3(2);
        for (nint i = 0; ; i += 4)
        {
            i = Math.Min(i, count - 4);
            Vector128<byte> pixels = Vector128.Load(row + i * 3);
            Normalize(Ssse3.Shuffle(pixels, channel0).AsInt32(), mean[0], scale[0], reciprocal).Store(plane0 + i);
            Normalize(Ssse3.Shuffle(pixels, channel1).AsInt32(), mean[1], scale[1], reciprocal).Store(plane1 + i);
            Normalize(Ssse3.Shuffle(pixels, channel2).AsInt32(), mean[2], scale[2], reciprocal).Store(plane2 + i);
            if (i == count - 4)
                return;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PlanarV256(byte* row, float* mean, float* scale, bool reciprocal, float* plane0, float* plane1, float* plane2, nint count)
    {
        if (count < 8)
        {
            PlanarV128(row, mean, scale, reciprocal, plane0, plane1, plane2, count);
            return;
        }

        Vector256<byte> channel0 = Vector256.Create(Shuffles.Channel3(0), Shuffles.Channel3(0));
        Vector256<byte> channel1 = Vector256.Create(Shuffles.Channel3(1), Shuffles.Channel3(1));
        Vector256<byte> channel2 = Vector256.Create(Shuffles.Channel3(2), Shuffles.Channel3(2));
        for (nint i = 0; ; i += 8)
        {
            i = Math.Min(i, count - 8);
            Vector256<byte> pixels = Vector256.Create(Vector128.Load(row + i * 3), Vector128.Load(row + i * 3 + 12));
            Normalize(Avx2.Shuffle(pixels, channel0).AsInt32(), mean[0], scale[0], reciprocal).Store(plane0 + i);
            Normalize(Avx2.Shuffle(pixels, channel1).AsInt32(), mean[1], scale[1], reciprocal).Store(plane1 + i);
            Normalize(Avx2.Shuffle(pixels, channel2).AsInt32(), mean[2], scale[2], reciprocal).Store(plane2 + i);
            if (i == count - 8)
                return;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PlanarV512(byte* row, float* mean, float* scale, bool reciprocal, float* plane0, float* plane1, float* plane2, nint count)
    {
        if (count < 16)
        {
            PlanarV256(row, mean, scale, reciprocal, plane0, plane1, plane2, count);
            return;
        }

        Vector512<byte> split = Shuffles.Split3;
        for (nint i = 0; ; i += 16)
        {
            i = Math.Min(i, count - 16);
            Vector512<byte> planes = Avx512Vbmi.PermuteVar64x8(Vector512.Load(row + i * 3), split);
            Normalize(Avx512F.ConvertToVector512Int32(planes.GetLower().GetLower()), mean[0], scale[0], reciprocal).Store(plane0 + i);
            Normalize(Avx512F.ConvertToVector512Int32(planes.GetLower().GetUpper()), mean[1], scale[1], reciprocal).Store(plane1 + i);
            Normalize(Avx512F.ConvertToVector512Int32(planes.GetUpper().GetLower()), mean[2], scale[2], reciprocal).Store(plane2 + i);
            if (i == count - 16)
                return;
        }
    }

    /// <summary>Three interleaved channels to three planes of bytes.</summary>
    public static void SplitScalar(byte* row, byte* plane0, byte* plane1, byte* plane2, nint count)
    {
        for (nint i = 0; i < count; i++)
        {
            plane0[i] = row[i * 3];
            plane1[i] = row[i * 3 + 1];
            plane2[i] = row[i * 3 + 2];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SplitV128(byte* row, byte* plane0, byte* plane1, byte* plane2, nint count)
    {
        if (count < 4)
        {
            SplitScalar(row, plane0, plane1, plane2, count);
            return;
        }

        Vector128<byte> split = Shuffles.SplitFour3;
        for (nint i = 0; ; i += 4)
        {
            i = Math.Min(i, count - 4);
            Vector128<uint> planes = Ssse3.Shuffle(Vector128.Load(row + i * 3), split).AsUInt32();
            *(uint*)(plane0 + i) = planes.GetElement(0);
            *(uint*)(plane1 + i) = planes.GetElement(1);
            *(uint*)(plane2 + i) = planes.GetElement(2);
            if (i == count - 4)
                return;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SplitV512(byte* row, byte* plane0, byte* plane1, byte* plane2, nint count)
    {
        if (count < 16)
        {
            SplitV128(row, plane0, plane1, plane2, count);
            return;
        }

        Vector512<byte> split = Shuffles.Split3;
        for (nint i = 0; ; i += 16)
        {
            i = Math.Min(i, count - 16);
            Vector512<byte> planes = Avx512Vbmi.PermuteVar64x8(Vector512.Load(row + i * 3), split);
            planes.GetLower().GetLower().Store(plane0 + i);
            planes.GetLower().GetUpper().Store(plane1 + i);
            planes.GetUpper().GetLower().Store(plane2 + i);
            if (i == count - 16)
                return;
        }
    }

    /// <summary>Single precision to IEEE binary16, nearest even.</summary>
    public static void HalfScalar(float* source, ushort* target, nint count)
    {
        for (nint i = 0; i < count; i++)
            target[i] = BitConverter.HalfToUInt16Bits((Half)source[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void HalfV128(float* source, ushort* target, nint count)
    {
        nint i = 0;
        for (; i <= count - 8; i += 8)
            Sse41.PackUnsignedSaturate(ToHalf(Vector128.Load(source + i)), ToHalf(Vector128.Load(source + i + 4))).Store(target + i);

        HalfScalar(source + i, target + i, count - i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void HalfV256(float* source, ushort* target, nint count)
    {
        nint i = 0;
        for (; i <= count - 8; i += 8)
        {
            Vector256<int> halves = ToHalf(Vector256.Load(source + i));
            Sse41.PackUnsignedSaturate(halves.GetLower(), halves.GetUpper()).Store(target + i);
        }

        HalfScalar(source + i, target + i, count - i);
    }

    /// <summary>Single precision to bfloat16, nearest even.</summary>
    public static void BFloat16Scalar(float* source, ushort* target, nint count)
    {
        for (nint i = 0; i < count; i++)
        {
            uint bits = BitConverter.SingleToUInt32Bits(source[i]);
            target[i] = (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BFloat16V128(float* source, ushort* target, nint count)
    {
        nint i = 0;
        for (; i <= count - 8; i += 8)
            Sse41.PackUnsignedSaturate(ToBFloat16(Vector128.Load(source + i)), ToBFloat16(Vector128.Load(source + i + 4))).Store(target + i);

        BFloat16Scalar(source + i, target + i, count - i);
    }

    private static float Normalize(byte value, float mean, float scale, bool reciprocal) =>
        reciprocal ? (value - mean) * scale : (value - mean) / scale;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Normalize(Vector128<int> values, float mean, float scale, bool reciprocal)
    {
        Vector128<float> centred = Sse2.ConvertToVector128Single(values) - Vector128.Create(mean);
        return reciprocal ? centred * Vector128.Create(scale) : centred / Vector128.Create(scale);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Normalize(Vector256<int> values, float mean, float scale, bool reciprocal)
    {
        Vector256<float> centred = Avx.ConvertToVector256Single(values) - Vector256.Create(mean);
        return reciprocal ? centred * Vector256.Create(scale) : centred / Vector256.Create(scale);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Normalize(Vector512<int> values, float mean, float scale, bool reciprocal)
    {
        Vector512<float> centred = Avx512F.ConvertToVector512Single(values) - Vector512.Create(mean);
        return reciprocal ? centred * Vector512.Create(scale) : centred / Vector512.Create(scale);
    }

    // Normal numbers: the exponent is rebased and the lower 13 bits are rounded away in integer arithmetic; a carry moves into the exponent
    // as it should. Numbers that become subnormal are aligned and rounded by the addition of 0.5, whose last bit has their weight.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> ToHalf(Vector128<float> value)
    {
        Vector128<int> bits = value.AsInt32();
        Vector128<int> magnitude = bits & Vector128.Create(0x7FFF_FFFF);
        Vector128<int> normal = (magnitude + Vector128.Create(unchecked((int)0xC800_0FFF)) + ((magnitude >>> 13) & Vector128.Create(1))) >>> 13;
        Vector128<int> subnormal = (magnitude.AsSingle() + Vector128.Create(0.5f)).AsInt32() - Vector128.Create(0x3F00_0000);
        Vector128<int> half = Vector128.ConditionalSelect(Vector128.LessThan(magnitude, Vector128.Create(0x3880_0000)), subnormal, normal);
        half = Vector128.ConditionalSelect(Vector128.GreaterThan(magnitude, Vector128.Create(0x477F_EFFF)), Vector128.Create(0x7C00), half);
        return half | ((bits >>> 16) & Vector128.Create(0x8000));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> ToHalf(Vector256<float> value)
    {
        Vector256<int> bits = value.AsInt32();
        Vector256<int> magnitude = bits & Vector256.Create(0x7FFF_FFFF);
        Vector256<int> normal = (magnitude + Vector256.Create(unchecked((int)0xC800_0FFF)) + ((magnitude >>> 13) & Vector256.Create(1))) >>> 13;
        Vector256<int> subnormal = (magnitude.AsSingle() + Vector256.Create(0.5f)).AsInt32() - Vector256.Create(0x3F00_0000);
        Vector256<int> half = Vector256.ConditionalSelect(Vector256.LessThan(magnitude, Vector256.Create(0x3880_0000)), subnormal, normal);
        half = Vector256.ConditionalSelect(Vector256.GreaterThan(magnitude, Vector256.Create(0x477F_EFFF)), Vector256.Create(0x7C00), half);
        return half | ((bits >>> 16) & Vector256.Create(0x8000));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> ToBFloat16(Vector128<float> value)
    {
        Vector128<int> bits = value.AsInt32();
        return (bits + Vector128.Create(0x7FFF) + ((bits >>> 16) & Vector128.Create(1))) >>> 16;
    }
}
