namespace OpenVinoFlow.Preprocess;

/// <summary>A rectangle of pixels, in the picture as it is seen (after its EXIF orientation).</summary>
/// <param name="X">Leftmost column.</param>
/// <param name="Y">Topmost row.</param>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
public readonly record struct PixelRegion(int X, int Y, int Width, int Height);
