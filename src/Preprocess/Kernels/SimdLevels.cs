using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenVinoFlow.Preprocess.Kernels;

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
