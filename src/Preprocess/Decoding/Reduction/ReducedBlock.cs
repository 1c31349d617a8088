using System.Runtime.CompilerServices;

namespace OpenVinoFlow.Preprocess.Decoding.Reduction;

/// <summary>One block of each MCU: its tables, and what happens to its AC coefficients.</summary>
internal readonly unsafe struct ReducedBlock(HuffmanLookup dc, HuffmanLookup ac, bool reduce)
{
    private readonly HuffmanLookup _dc = dc;
    private readonly HuffmanLookup _ac = ac;

    /// <summary>Entries of the DC table.</summary>
    public readonly ushort* Dc = dc.Entries;

    /// <summary>Entries of the AC table.</summary>
    public readonly ushort* Ac = ac.Entries;

    /// <summary>Whether the AC coefficients are left out.</summary>
    public readonly bool Reduce = reduce;

    /// <summary>The code that ends the block early.</summary>
    public readonly uint EndOfBlockCode = ac.EndOfBlockCode;

    /// <summary>Bits of <see cref="EndOfBlockCode"/>.</summary>
    public readonly int EndOfBlockLength = ac.EndOfBlockLength;

    /// <summary>The entry of one DC symbol with a code of any length; 0 where there is none.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public int DcEntry(ulong bits) => _dc.Entry((int)(bits >> 48));

    /// <summary>The entry of one AC symbol with a code of any length; 0 where there is none.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public uint AcEntry(ulong bits) => (uint)_ac.Entry((int)(bits >> 48));
}
