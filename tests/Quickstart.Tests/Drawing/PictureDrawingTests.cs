using OpenVinoFlow.Quickstart.Generator.Drawing;
using SkiaSharp;

namespace OpenVinoFlow.Quickstart.Tests.Drawing;

public sealed class PictureDrawingTests
{
    public static TheoryData<string> Labels => [.. Shapes.All.Select(shape => shape.Label())];

    [Theory]
    [MemberData(nameof(Labels))]
    public void The_same_arguments_give_the_same_pixels(string label)
    {
        using SKBitmap first = Draw(label, seed: 42);
        using SKBitmap second = Draw(label, seed: 42);

        Assert.Equal(first.Bytes, second.Bytes);
    }

    [Theory]
    [MemberData(nameof(Labels))]
    public void Another_seed_gives_another_picture(string label)
    {
        using SKBitmap first = Draw(label, seed: 42);
        using SKBitmap second = Draw(label, seed: 43);

        Assert.NotEqual(first.Bytes, second.Bytes);
    }

    [Fact]
    public void Sizes_and_aspect_ratios_vary_within_the_limits()
    {
        var sizes = new HashSet<(int Width, int Height)>();
        for (ulong seed = 0; seed < 60; seed++)
        {
            using SKBitmap picture = Draw("star", seed);
            Assert.InRange(picture.Width, 160, 320);
            sizes.Add((picture.Width, picture.Height));
        }

        Assert.True(sizes.Count > 40);
        Assert.Contains(sizes, size => size.Width > size.Height);
        Assert.Contains(sizes, size => size.Width < size.Height);
    }

    private static SKBitmap Draw(string label, ulong seed) =>
        PictureDrawing.Draw(Shapes.All.Single(shape => shape.Label() == label), seed, strongestGrain: 10);
}
