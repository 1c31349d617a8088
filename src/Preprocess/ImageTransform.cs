namespace OpenVinoFlow.Preprocess;

/// <summary>
/// Maps positions in the network's input to the original picture (after its EXIF orientation, at full size) and back. Positions are
/// continuous: pixel i covers i to i + 1, so the corners of a box map to the corners of a box.
/// </summary>
/// <param name="ScaleX">Original pixels per network pixel, horizontally.</param>
/// <param name="OffsetX">Original x of the left border of the network's input.</param>
/// <param name="ScaleY">Original pixels per network pixel, vertically.</param>
/// <param name="OffsetY">Original y of the upper border of the network's input.</param>
public readonly record struct ImageTransform(double ScaleX, double OffsetX, double ScaleY, double OffsetY)
{
    /// <summary>From the network's input to the original picture. Padding maps to positions outside the picture.</summary>
    public (double X, double Y) ToOriginal(double x, double y) => (x * ScaleX + OffsetX, y * ScaleY + OffsetY);

    /// <summary>From the original picture to the network's input.</summary>
    public (double X, double Y) ToNetwork(double x, double y) => ((x - OffsetX) / ScaleX, (y - OffsetY) / ScaleY);
}
