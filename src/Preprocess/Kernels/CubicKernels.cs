using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenVinoFlow.Preprocess.Kernels;

/// <summary>
/// Vertical pass of OpenCV's bicubic resize: four rows of 32-bit sums, blended in single precision and in the order of OpenCV 4's vector
/// code. Writes exactly <c>count</c> bytes. <c>rows</c> and <c>weights</c> have four elements.
/// </summary>
internal static unsafe class CubicKernels
{
    public static void BlendScalar(int** rows, float* weights, byte* target, nint count)
    {
        for (nint i = 0; i < count; i++)
        {
            float sum = rows[3][i] * weights[3];
            sum = rows[2][i] * weights[2] + sum;
            sum = rows[1][i] * weights[1] + sum;
            sum = rows[0][i] * weights[0] + sum;
            target[i] = (byte)Math.Clamp((int)MathF.Round(sum, MidpointRounding.ToEven), 0, 255);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BlendV128(int** rows, float* weights, byte* target, nint count)
    {
        if (count < 4)
        {
            BlendScalar(rows, weights, target, count);
            return;
        }

        for (nint i = 0; ; i += 4)
        {
            i = Math.Min(i, count - 4);
            Vector128<float> sum = Vector128.ConvertToSingle(Vector128.Load(rows[3] + i)) * Vector128.Create(weights[3]);
            sum = Vector128.ConvertToSingle(Vector128.Load(rows[2] + i)) * Vector128.Create(weights[2]) + sum;
            sum = Vector128.ConvertToSingle(Vector128.Load(rows[1] + i)) * Vector128.Create(weights[1]) + sum;
            sum = Vector128.ConvertToSingle(Vector128.Load(rows[0] + i)) * Vector128.Create(weights[0]) + sum;
            *(uint*)(target + i) = Saturate.ToBytes(Sse2.ConvertToVector128Int32(sum));
            if (i == count - 4)
                return;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BlendV256(int** rows, float* weights, byte* target, nint count)
    {
        if (count < 8)
        {
            BlendV128(rows, weights, target, count);
            return;
        }

        for (nint i = 0; ; i += 8)
        {
            i = Math.Min(i, count - 8);
            Vector256<float> sum = Avx.ConvertToVector256Single(Vector256.Load(rows[3] + i)) * Vector256.Create(weights[3]);
            sum = Avx.ConvertToVector256Single(Vector256.Load(rows[2] + i)) * Vector256.Create(weights[2]) + sum;
            sum = Avx.ConvertToVector256Single(Vector256.Load(rows[1] + i)) * Vector256.Create(weights[1]) + sum;
            sum = Avx.ConvertToVector256Single(Vector256.Load(rows[0] + i)) * Vector256.Create(weights[0]) + sum;
            *(ulong*)(target + i) = Saturate.ToBytes(Avx.ConvertToVector256Int32(sum));
            if (i == count - 8)
                return;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BlendV512(int** rows, float* weights, byte* target, nint count)
    {
        if (count < 16)
        {
            BlendV256(rows, weights, target, count);
            return;
        }

        for (nint i = 0; ; i += 16)
        {
            i = Math.Min(i, count - 16);
            Vector512<float> sum = Avx512F.ConvertToVector512Single(Vector512.Load(rows[3] + i)) * Vector512.Create(weights[3]);
            sum = Avx512F.ConvertToVector512Single(Vector512.Load(rows[2] + i)) * Vector512.Create(weights[2]) + sum;
            sum = Avx512F.ConvertToVector512Single(Vector512.Load(rows[1] + i)) * Vector512.Create(weights[1]) + sum;
            sum = Avx512F.ConvertToVector512Single(Vector512.Load(rows[0] + i)) * Vector512.Create(weights[0]) + sum;
            Saturate.ToBytes(Avx512F.ConvertToVector512Int32(sum)).Store(target + i);
            if (i == count - 16)
                return;
        }
    }
}
