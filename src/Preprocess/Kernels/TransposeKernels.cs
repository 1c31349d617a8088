using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenVinoFlow.Preprocess.Kernels;

/// <summary>
/// Columns of pixels to rows. <c>source</c> is the first pixel of the first column, <c>sourceStride</c> leads to its next pixel (down or up);
/// <c>target</c> is the row of the first column, <c>targetStride</c> leads to the row of the next column (down or up). Rows may be
/// overwritten for 16 bytes after their end.
/// </summary>
internal static unsafe class TransposeKernels
{
    public static void Columns3Scalar(byte* source, nint sourceStride, byte* target, nint targetStride, int length, int columns)
    {
        for (int x = 0; x < length; x++)
        {
            for (int c = 0; c < columns; c++)
            {
                byte* from = source + x * sourceStride + c * 3;
                byte* to = target + c * targetStride + x * 3;
                to[0] = from[0];
                to[1] = from[1];
                to[2] = from[2];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Columns3V128(byte* source, nint sourceStride, byte* target, nint targetStride, int length, int columns)
    {
        Vector128<byte> widen = Shuffles.AddFourth8;
        Vector128<byte> dense = Shuffles.DropFourth8;
        int x = 0;
        for (; x <= length - 4; x += 4)
        {
            byte* from = source + x * sourceStride;
            int c = 0;
            for (; c <= columns - 4; c += 4)
            {
                byte* block = from + c * 3;
                Vector128<int> row0 = Ssse3.Shuffle(Vector128.Load(block), widen).AsInt32();
                Vector128<int> row1 = Ssse3.Shuffle(Vector128.Load(block + sourceStride), widen).AsInt32();
                Vector128<int> row2 = Ssse3.Shuffle(Vector128.Load(block + sourceStride * 2), widen).AsInt32();
                Vector128<int> row3 = Ssse3.Shuffle(Vector128.Load(block + sourceStride * 3), widen).AsInt32();
                Vector128<long> low01 = Sse2.UnpackLow(row0, row1).AsInt64();
                Vector128<long> low23 = Sse2.UnpackLow(row2, row3).AsInt64();
                Vector128<long> high01 = Sse2.UnpackHigh(row0, row1).AsInt64();
                Vector128<long> high23 = Sse2.UnpackHigh(row2, row3).AsInt64();
                byte* to = target + c * targetStride + x * 3;
                Ssse3.Shuffle(Sse2.UnpackLow(low01, low23).AsByte(), dense).Store(to);
                Ssse3.Shuffle(Sse2.UnpackHigh(low01, low23).AsByte(), dense).Store(to + targetStride);
                Ssse3.Shuffle(Sse2.UnpackLow(high01, high23).AsByte(), dense).Store(to + targetStride * 2);
                Ssse3.Shuffle(Sse2.UnpackHigh(high01, high23).AsByte(), dense).Store(to + targetStride * 3);
            }

            Columns3Scalar(from + c * 3, sourceStride, target + c * targetStride + x * 3, targetStride, 4, columns - c);
        }

        Columns3Scalar(source + x * sourceStride, sourceStride, target + x * 3, targetStride, length - x, columns);
    }

    public static void Columns1(byte* source, nint sourceStride, byte* target, nint targetStride, int length, int columns)
    {
        for (int x = 0; x < length; x++)
        {
            for (int c = 0; c < columns; c++)
                target[c * targetStride + x] = source[x * sourceStride + c];
        }
    }
}
