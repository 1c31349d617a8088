using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenVinoFlow.Preprocess.Kernels;

/// <summary>Width of the vectors that kernels use. All levels give the same bytes.</summary>
internal enum SimdLevel
{
    /// <summary>None: the reference, and what processors other than x86 use.</summary>
    Scalar,

    /// <summary>128 bits: SSE4.1.</summary>
    V128,

    /// <summary>256 bits: AVX2.</summary>
    V256,

    /// <summary>512 bits: AVX-512 BW and VBMI.</summary>
    V512,
}

/// <summary>Which level this processor has.</summary>
internal static class SimdLevels
{
    /// <summary>The widest level of this processor.</summary>
    public static SimdLevel Best { get; } = Detect();

    private static SimdLevel Detect()
    {
        if (Vector512.IsHardwareAccelerated && Avx512BW.VL.IsSupported && Avx512Vbmi.VL.IsSupported)
            return SimdLevel.V512;

        if (Avx2.IsSupported)
            return SimdLevel.V256;

        return Sse41.IsSupported ? SimdLevel.V128 : SimdLevel.Scalar;
    }
}
