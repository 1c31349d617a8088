namespace OpenVinoFlow.Preprocess.Resizing;

/// <summary>What an EXIF orientation does to rows and columns.</summary>
/// <param name="Transposed">Columns of the picture as it is seen are stored as rows.</param>
/// <param name="MirrorX">The stored coordinate that belongs to x runs backwards.</param>
/// <param name="MirrorY">The stored coordinate that belongs to y runs backwards.</param>
internal readonly record struct OrientedView(bool Transposed, bool MirrorX, bool MirrorY)
{
    public static OrientedView Of(ExifOrientation orientation) => orientation switch
    {
        ExifOrientation.TopRight => new(false, true, false),
        ExifOrientation.BottomRight => new(false, true, true),
        ExifOrientation.BottomLeft => new(false, false, true),
        ExifOrientation.LeftTop => new(true, false, false),
        ExifOrientation.RightTop => new(true, true, false),
        ExifOrientation.RightBottom => new(true, true, true),
        ExifOrientation.LeftBottom => new(true, false, true),
        _ => default,
    };
}
