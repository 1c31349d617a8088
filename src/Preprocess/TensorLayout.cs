namespace OpenVinoFlow.Preprocess;

/// <summary>Order of the dimensions in memory.</summary>
public enum TensorLayout
{
    /// <summary>Interleaved: all channels of a pixel beside each other.</summary>
    Nhwc,

    /// <summary>Planar: one channel after the other.</summary>
    Nchw,
}
