using SkiaSharp;

namespace OpenVinoFlow.Quickstart.Generator.Drawing;

/// <summary>
/// Draws a shape of random colour, size, place and rotation on a random background, partly hidden in every second picture.
/// </summary>
internal static class PictureDrawing
{
    private const int SmallestWidth = 160;
    private const int LargestWidth = 320;

    private static readonly (int Width, int Height)[] _aspectRatios = [(1, 1), (4, 3), (3, 4), (3, 2)];

    /// <summary>Draws one picture; the same arguments give the same pixels.</summary>
    /// <param name="shape">What it shows.</param>
    /// <param name="seed">Decides everything else.</param>
    /// <param name="strongestGrain">The largest change of a channel by film grain, 0 for a clean picture.</param>
    /// <returns>An opaque 8-bit RGBA bitmap, 160 to 320 pixels wide; the caller disposes it.</returns>
    public static SKBitmap Draw(Shape shape, ulong seed, int strongestGrain)
    {
        var random = new SeededRandom(seed);
        (int ratioWidth, int ratioHeight) = _aspectRatios[random.Below(_aspectRatios.Length)];
        int width = SmallestWidth + random.Below(LargestWidth - SmallestWidth + 1);
        int height = width * ratioHeight / ratioWidth;
        Palette palette = Palette.Random(random);

        var picture = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        Surface.FillGradient(picture, palette.BackgroundStart, palette.BackgroundEnd, random);
        using (var canvas = new SKCanvas(picture))
        {
            DrawScratches(canvas, picture.Info.Size, palette, random);

            float radius = Math.Min(width, height) * random.Between(0.27f, 0.46f);
            canvas.Translate(random.Between(radius, width - radius), random.Between(radius, height - radius));
            canvas.Scale(radius);
            DrawShape(canvas, shape, palette, random);
            if (random.Chance(0.5f))
                DrawCover(canvas, random);
        }

        Surface.LightAndGrain(picture, strongestGrain, random);
        return picture;
    }

    /// <summary>Thin lines across the background, which mean nothing.</summary>
    private static void DrawScratches(SKCanvas canvas, SKSizeI size, Palette palette, SeededRandom random)
    {
        using var paint = new SKPaint { IsAntialias = true, IsStroke = true };
        for (int remaining = random.Below(3); remaining > 0; remaining--)
        {
            paint.Color = remaining % 2 == 0 ? palette.Shape : Palette.AnyColor(random);
            paint.StrokeWidth = random.Between(1, 4);
            canvas.DrawLine(
                random.Between(0, size.Width), random.Between(0, size.Height),
                random.Between(0, size.Width), random.Between(0, size.Height),
                paint);
        }
    }

    private static void DrawShape(SKCanvas canvas, Shape shape, Palette palette, SeededRandom random)
    {
        using SKPath outline = ShapeOutline.Of(shape);
        using var paint = new SKPaint { IsAntialias = true, Color = palette.Shape };
        canvas.Save();
        canvas.RotateDegrees(random.Between(0, 360));
        canvas.DrawPath(outline, paint);
        canvas.Restore();
    }

    /// <summary>Something that lies on the shape: a disc over its rim or a bar across it.</summary>
    private static void DrawCover(SKCanvas canvas, SeededRandom random)
    {
        using var paint = new SKPaint { IsAntialias = true, Color = Palette.AnyColor(random) };
        canvas.RotateDegrees(random.Between(0, 360));
        if (random.Chance(0.5f))
        {
            canvas.DrawCircle(random.Between(0.8f, 1.1f), 0, random.Between(0.2f, 0.35f), paint);
        }
        else
        {
            float thickness = random.Between(0.08f, 0.18f);
            canvas.DrawRect(-1.5f, random.Between(-0.6f, 0.6f), 3, thickness, paint);
        }
    }
}
