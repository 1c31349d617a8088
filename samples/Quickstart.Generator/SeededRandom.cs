namespace OpenVinoFlow.Quickstart.Generator;

/// <summary>
/// SplitMix64: the same numbers for the same seed on every machine and in every .NET release, which <see cref="Random"/> does not promise.
/// </summary>
internal sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        ulong bits = _state += 0x9E3779B97F4A7C15;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }

    /// <summary>An integer from 0 up to, but not including, <paramref name="bound"/>.</summary>
    public int Below(int bound) => (int)((NextBits() >> 32) * (uint)bound >> 32);

    /// <summary>A number from <paramref name="low"/> up to <paramref name="high"/>.</summary>
    public float Between(float low, float high) => low + (high - low) * ((NextBits() >> 40) * (1f / (1 << 24)));

    /// <summary>True with the given probability.</summary>
    public bool Chance(float probability) => Between(0, 1) < probability;
}
