namespace OpenVinoFlow.Preprocess;

/// <summary>EXIF tag 0x0112: where row 0 and column 0 of the stored pixels lie in the picture as it is meant to be seen.</summary>
public enum ExifOrientation
{
    /// <summary>As stored.</summary>
    TopLeft = 1,

    /// <summary>Mirrored left to right.</summary>
    TopRight = 2,

    /// <summary>Turned by 180 degrees.</summary>
    BottomRight = 3,

    /// <summary>Mirrored top to bottom.</summary>
    BottomLeft = 4,

    /// <summary>Mirrored along the main diagonal.</summary>
    LeftTop = 5,

    /// <summary>To be turned by 90 degrees clockwise.</summary>
    RightTop = 6,

    /// <summary>Mirrored along the other diagonal.</summary>
    RightBottom = 7,

    /// <summary>To be turned by 90 degrees counterclockwise.</summary>
    LeftBottom = 8,
}
