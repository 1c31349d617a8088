using OpenVinoFlow.Quickstart.Generator.Training;
using SkiaSharp;

namespace OpenVinoFlow.Quickstart.Tests.Training;

public sealed class NetworkInputTests
{
    private const int PlaneArea = NetworkInput.Size * NetworkInput.Size;

    [Fact]
    public void A_picture_of_the_networks_size_keeps_its_pixels()
    {
        using SKBitmap picture = Picture(NetworkInput.Size, NetworkInput.Size);

        float[] planes = Write(picture);

        for (int y = 0; y < NetworkInput.Size; y++)
        {
            for (int x = 0; x < NetworkInput.Size; x++)
                Assert.Equal(picture.GetPixel(x, y), PixelOf(planes, x, y));
        }
    }

    [Fact]
    public void A_picture_of_twice_the_size_is_averaged_by_twos()
    {
        using SKBitmap picture = Picture(2 * NetworkInput.Size, 2 * NetworkInput.Size);

        float[] planes = Write(picture);

        for (int y = 0; y < NetworkInput.Size; y++)
        {
            for (int x = 0; x < NetworkInput.Size; x++)
            {
                int red = 0;
                for (int i = 0; i < 4; i++)
                    red += picture.GetPixel(2 * x + i % 2, 2 * y + i / 2).Red;

                Assert.InRange(PixelOf(planes, x, y).Red - red / 4.0, -0.5, 0.5);
            }
        }
    }

    [Fact]
    public void A_single_pixel_fills_the_input()
    {
        using SKBitmap picture = Picture(1, 1);

        float[] planes = Write(picture);

        Assert.All(planes[..PlaneArea], value => Assert.Equal(planes[0], value));
        Assert.Equal(picture.GetPixel(0, 0), PixelOf(planes, 63, 63));
    }

    [Fact]
    public void Another_pixel_format_is_refused()
    {
        using var picture = new SKBitmap(8, 8, SKColorType.Bgra8888, SKAlphaType.Opaque);

        ArgumentException error = Assert.Throws<ArgumentException>(() => Write(picture));

        Assert.Contains("Bgra8888", error.Message, StringComparison.Ordinal);
    }

    private static float[] Write(SKBitmap picture)
    {
        var planes = new float[NetworkInput.Channels * PlaneArea];
        NetworkInput.Write(picture, planes, PlaneArea);
        return planes;
    }

    private static SKBitmap Picture(int width, int height)
    {
        var random = new Generator.SeededRandom(1);
        var picture = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
                picture.SetPixel(x, y, new SKColor((byte)random.Below(256), (byte)random.Below(256), (byte)random.Below(256)));
        }

        return picture;
    }

    private static SKColor PixelOf(float[] planes, int x, int y)
    {
        byte Channel(int channel) =>
            (byte)MathF.Round(planes[channel * PlaneArea + y * NetworkInput.Size + x] * NetworkInput.Scale + NetworkInput.Mean);

        return new SKColor(Channel(0), Channel(1), Channel(2));
    }
}
