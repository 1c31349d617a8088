namespace OpenVinoFlow.Native;

/// <summary>How an image's channels lie in memory (<c>ov_color_format_e</c>).</summary>
public enum ColorFormat
{
    /// <summary>Not an image, or not said.</summary>
    Undefined = 0,

    /// <summary>YUV 4:2:0, luminance then interleaved chrominance, in one tensor of 3/2 the height.</summary>
    Nv12SinglePlane = 1,

    /// <summary>YUV 4:2:0 as two tensors.</summary>
    Nv12TwoPlanes = 2,

    /// <summary>YUV 4:2:0, three planes in one tensor of 3/2 the height.</summary>
    I420SinglePlane = 3,

    /// <summary>YUV 4:2:0 as three tensors.</summary>
    I420ThreePlanes = 4,

    /// <summary>Red, green, blue.</summary>
    Rgb = 5,

    /// <summary>Blue, green, red.</summary>
    Bgr = 6,

    /// <summary>Luminance only.</summary>
    Gray = 7,

    /// <summary>Red, green, blue and a channel to ignore.</summary>
    Rgbx = 8,

    /// <summary>Blue, green, red and a channel to ignore.</summary>
    Bgrx = 9,
}
