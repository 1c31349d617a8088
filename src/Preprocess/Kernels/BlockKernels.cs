using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenVinoFlow.Preprocess.Kernels;

/// <summary>
/// Vertical pass of OpenCV's area resize by whole factors: rows of 32-bit box sums are added up, then divided by the box's area. Writes
/// exactly <c>count</c> bytes.
/// </summary>
internal static unsafe class BlockKernels
{
    /// <summary>sums = row where <paramref name="first"/>, otherwise sums + row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Accumulate(int* row, bool first, int* sums, nint count)
    {
        nint i = 0;
        for (; i <= count - Vector128<int>.Count; i += Vector128<int>.Count)
        {
            Vector128<int> added = Vector128.Load(row + i);
            (first ? added : Vector128.Load(sums + i) + added).Store(sums + i);
        }

        for (; i < count; i++)
            sums[i] = first ? row[i] : sums[i] + row[i];
    }

    /// <summary>Boxes of 2x2: a quarter, halves upwards.</summary>
    public static void QuarterScalar(int* sums, byte* target, nint count)
    {
        for (nint i = 0; i < count; i++)
            target[i] = (byte)((sums[i] + 2) >> 2);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void QuarterV128(int* sums, byte* target, nint count)
    {
        nint i = 0;
        for (; i <= count - 4; i += 4)
            *(uint*)(target + i) = Saturate.ToBytes((Vector128.Load(sums + i) + Vector128.Create(2)) >> 2);

        QuarterScalar(sums + i, target + i, count - i);
    }

    /// <summary>Other boxes: times the reciprocal of the area in single precision, halves to even.</summary>
    public static void ScaleScalar(int* sums, float reciprocal, byte* target, nint count)
    {
        for (nint i = 0; i < count; i++)
            target[i] = (byte)Math.Clamp((int)MathF.Round(sums[i] * reciprocal, MidpointRounding.ToEven), 0, 255);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ScaleV128(int* sums, float reciprocal, byte* target, nint count)
    {
        Vector128<float> factor = Vector128.Create(reciprocal);
        nint i = 0;
        for (; i <= count - 4; i += 4)
        {
            Vector128<float> scaled = Sse2.ConvertToVector128Single(Vector128.Load(sums + i)) * factor;
            *(uint*)(target + i) = Saturate.ToBytes(Sse2.ConvertToVector128Int32(scaled));
        }

        ScaleScalar(sums + i, reciprocal, target + i, count - i);
    }
}
