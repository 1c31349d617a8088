namespace OpenVinoFlow.Native;

/// <summary>What a padding step fills with (<c>ov_padding_mode_e</c>).</summary>
public enum PaddingMode
{
    /// <summary>A constant.</summary>
    Constant = 0,

    /// <summary>The value at the edge.</summary>
    Edge = 1,

    /// <summary>A mirror image without the edge itself.</summary>
    Reflect = 2,

    /// <summary>A mirror image with the edge.</summary>
    Symmetric = 3,
}
