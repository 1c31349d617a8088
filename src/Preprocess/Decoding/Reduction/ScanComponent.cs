namespace OpenVinoFlow.Preprocess.Decoding.Reduction;

/// <summary>One component of a scan.</summary>
internal struct ScanComponent
{
    /// <summary>The number by which the scan names it.</summary>
    public byte Id;

    /// <summary>Blocks in each MCU, across.</summary>
    public int Horizontal;

    /// <summary>Blocks in each MCU, down.</summary>
    public int Vertical;

    /// <summary>Number of its DC table, 0..3.</summary>
    public int Dc;

    /// <summary>Number of its AC table, 0..3.</summary>
    public int Ac;
}
