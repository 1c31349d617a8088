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
