using SkiaSharp;

namespace OpenVinoFlow.Quickstart.Generator.Drawing;

/// <summary>
/// The colours of one picture: a background that runs from one colour to a similar one, and a shape that stands out from both.
/// </summary>
internal sealed record Palette(SKColor BackgroundStart, SKColor BackgroundEnd, SKColor Shape)
{
    private const int LargestDrift = 45;
    private const int SmallestContrast = 170;

    public static Palette Random(SeededRandom random)
    {
        SKColor start = AnyColor(random);
        SKColor end = new(Drift(start.Red, random), Drift(start.Green, random), Drift(start.Blue, random));

        SKColor shape;
        do
        {
            shape = AnyColor(random);
        }
        while (Contrast(shape, start) < SmallestContrast || Contrast(shape, end) < SmallestContrast);

        return new Palette(start, end, shape);
    }

    public static SKColor AnyColor(SeededRandom random) => new(AnyChannel(random), AnyChannel(random), AnyChannel(random));

    private static byte AnyChannel(SeededRandom random) => (byte)(15 + random.Below(226));

    private static byte Drift(byte channel, SeededRandom random) =>
        (byte)Math.Clamp(channel - LargestDrift + random.Below(2 * LargestDrift + 1), 0, 255);

    private static int Contrast(SKColor a, SKColor b) =>
        Math.Abs(a.Red - b.Red) + Math.Abs(a.Green - b.Green) + Math.Abs(a.Blue - b.Blue);
}
