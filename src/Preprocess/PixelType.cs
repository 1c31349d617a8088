namespace OpenVinoFlow.Preprocess;

/// <summary>Element type of the network's input.</summary>
public enum PixelType
{
    /// <summary>Bytes 0..255; mean and scale are left to the network.</summary>
    U8,

    /// <summary>32-bit floating point.</summary>
    F32,

    /// <summary>16-bit floating point (IEEE 754 binary16).</summary>
    F16,

    /// <summary>bfloat16: the upper half of a 32-bit floating point number, rounded to nearest even.</summary>
    Bf16,
}
