using SkiaSharp;

namespace OpenVinoFlow.Quickstart.Generator.Drawing;

/// <summary>One of the pictures of the sample: the <paramref name="Number"/>-th of its shape.</summary>
internal sealed record SamplePicture(Shape Shape, int Number)
{
    private const int PicturesPerShape = 12;
    private const int WebpNumber = 5;
    private const int PngNumber = 10;
    private const int LossyQuality = 85;
    private const int StrongestGrain = 14;

    /// <summary>Every picture of the sample, ordered by name.</summary>
    public static IEnumerable<SamplePicture> All =>
        from shape in Shapes.All
        from number in Enumerable.Range(0, PicturesPerShape)
        select new SamplePicture(shape, number);

    /// <summary>The file's name, for example <c>star-07.jpg</c>.</summary>
    public string FileName => $"{Shape.Label()}-{Number:00}.{Extension}";

    private ulong Seed => (ulong)Shape * 1000 + (ulong)Number;

    private SKEncodedImageFormat Format => Number switch
    {
        WebpNumber => SKEncodedImageFormat.Webp,
        PngNumber => SKEncodedImageFormat.Png,
        _ => SKEncodedImageFormat.Jpeg,
    };

    private string Extension => Format switch
    {
        SKEncodedImageFormat.Webp => "webp",
        SKEncodedImageFormat.Png => "png",
        _ => "jpg",
    };

    /// <summary>Draws the picture; the caller disposes it.</summary>
    public SKBitmap Draw()
    {
        // Grain does not compress without loss: it would make the PNG files larger than all the others together.
        int strongestGrain = Format == SKEncodedImageFormat.Png ? 0 : StrongestGrain;
        return PictureDrawing.Draw(Shape, Seed, strongestGrain);
    }

    /// <summary>The bytes of the picture's file.</summary>
    public byte[] Encode()
    {
        using SKBitmap picture = Draw();
        using SKData file = picture.Encode(Format, LossyQuality);
        return file.ToArray();
    }
}
