using System.Runtime.Intrinsics.X86;
using OpenVinoFlow.Pipeline.Configuration;

namespace OpenVinoFlow.Pipeline.Engines;

/// <summary>Decides <c>precision: auto</c>.</summary>
/// <remarks>
/// OpenVINO takes bf16 by default wherever the processor has AVX512_BF16. With AMX, and on AMD's Zen 4 and later, that is up to twice as fast as
/// f32; on Intel processors without AMX it is slower by a third and less exact. So bf16 is taken where one of the two former holds.
/// </remarks>
public static class PrecisionChoice
{
    private const int AmxBf16 = 1 << 22;
    private const int Avx512Bf16 = 1 << 5;

    /// <summary>The precision to compile for, and what to say of it in reports.</summary>
    internal static (PrecisionKind Precision, string Explanation) For(PrecisionKind configured, string engine)
    {
        if (configured != PrecisionKind.Auto)
            return (configured, configured == PrecisionKind.Device ? "device default" : Name(configured));
        if (engine != "openvino")
            return (PrecisionKind.F32, "f32 (auto)");

        return Bf16Reason() is { } reason ? (PrecisionKind.Bf16, $"bf16 (auto: {reason})") : (PrecisionKind.F32, "f32 (auto: no fast bf16)");
    }

    /// <summary>Why bf16 is faster than f32 on this processor; null where it is not known to be.</summary>
    public static string? Bf16Reason()
    {
        if (!X86Base.IsSupported)
            return null;

        (int highest, int b, int c, int d) = X86Base.CpuId(0, 0);
        if (highest < 7)
            return null;
        if ((X86Base.CpuId(7, 0).Edx & AmxBf16) != 0)
            return "AMX";

        bool amd = b == 0x68747541 && d == 0x69746e65 && c == 0x444d4163;
        return amd && (X86Base.CpuId(7, 1).Eax & Avx512Bf16) != 0 ? "AVX512_BF16 of AMD" : null;
    }

    private static string Name(PrecisionKind precision) => precision switch
    {
        PrecisionKind.F32 => "f32",
        PrecisionKind.Bf16 => "bf16",
        _ => "f16",
    };
}
