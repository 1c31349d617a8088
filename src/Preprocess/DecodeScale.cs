namespace OpenVinoFlow.Preprocess;

/// <summary>Whether a JPEG may be decoded at a fraction of its size.</summary>
public enum DecodeScale
{
    /// <summary>At the smallest fraction that is measurably faster and not smaller than what the resize needs, in either direction.</summary>
    Auto,

    /// <summary>Always at full size: the same pixels as the Python reference.</summary>
    Off,
}
