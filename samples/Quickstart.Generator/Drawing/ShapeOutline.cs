using SkiaSharp;

namespace OpenVinoFlow.Quickstart.Generator.Drawing;

/// <summary>The outlines, each around the origin and within a circle of radius 1.</summary>
internal static class ShapeOutline
{
    /// <summary>The outline of a shape; the caller disposes it.</summary>
    public static SKPath Of(Shape shape)
    {
        using var outline = new SKPathBuilder();
        switch (shape)
        {
            case Shape.Arrow:
                outline.AddPoly([new(-1, -0.25f), new(0, -0.25f), new(0, -0.7f), new(1, 0), new(0, 0.7f), new(0, 0.25f), new(-1, 0.25f)]);
                break;
            case Shape.Circle:
                outline.AddCircle(0, 0, 0.9f);
                break;
            case Shape.Cross:
                outline.AddPoly(
                [
                    new(-0.3f, -0.95f), new(0.3f, -0.95f), new(0.3f, -0.3f), new(0.95f, -0.3f), new(0.95f, 0.3f), new(0.3f, 0.3f),
                    new(0.3f, 0.95f), new(-0.3f, 0.95f), new(-0.3f, 0.3f), new(-0.95f, 0.3f), new(-0.95f, -0.3f), new(-0.3f, -0.3f),
                ]);
                break;
            case Shape.Heart:
                outline.MoveTo(0, 0.95f);
                outline.CubicTo(-1.6f, -0.1f, -0.8f, -1.3f, 0, -0.45f);
                outline.CubicTo(0.8f, -1.3f, 1.6f, -0.1f, 0, 0.95f);
                outline.Close();
                break;
            case Shape.Ring:
                outline.FillType = SKPathFillType.EvenOdd;
                outline.AddCircle(0, 0, 0.95f);
                outline.AddCircle(0, 0, 0.5f);
                break;
            case Shape.Square:
                outline.AddRect(new SKRect(-0.75f, -0.75f, 0.75f, 0.75f));
                break;
            case Shape.Star:
                outline.AddPoly(OnCircle(10, 1f, 0.42f));
                break;
            case Shape.Triangle:
                outline.AddPoly(OnCircle(3, 1f, 1f));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(shape), shape, "No outline for this shape.");
        }

        return outline.Detach();
    }

    /// <summary>Corners at equal angles from the top on, alternating between two distances from the origin.</summary>
    private static SKPoint[] OnCircle(int corners, float evenRadius, float oddRadius)
    {
        var points = new SKPoint[corners];
        for (int i = 0; i < corners; i++)
        {
            (float sin, float cos) = MathF.SinCos(i * MathF.Tau / corners);
            float radius = i % 2 == 0 ? evenRadius : oddRadius;
            points[i] = new SKPoint(radius * sin, -radius * cos);
        }

        return points;
    }
}
