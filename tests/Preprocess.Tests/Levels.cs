using OpenVinoFlow.Preprocess.Kernels;

namespace OpenVinoFlow.Preprocess.Tests;

/// <summary>The SIMD levels of this processor.</summary>
internal static class Levels
{
    public static IEnumerable<SimdLevel> Available => Enum.GetValues<SimdLevel>().Where(level => level <= SimdLevels.Best);
}
