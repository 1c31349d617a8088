using CsCheck;
using OpenVinoFlow.Preprocess.Resizing;

namespace OpenVinoFlow.Preprocess.Tests;

public sealed class GeometryTests
{
    // From torchvision's Resize + CenterCrop: resized size, then left and top of the cut.
    [Theory]
    [InlineData(451, 300, 256, 224, 224, 384, 256, 80, 16)]
    [InlineData(127, 201, 256, 224, 224, 256, 405, 16, 90)]
    [InlineData(500, 375, 255, 224, 224, 340, 255, 58, 16)]
    [InlineData(375, 500, 256, 225, 225, 256, 341, 16, 58)]
    public void Shorter_side_crop_rounds_as_torchvision(
        int width, int height, int shorter, int targetWidth, int targetHeight, int resizedWidth, int resizedHeight, int left, int top)
    {
        var options = new PreprocessOptions { Width = targetWidth, Height = targetHeight, Mode = ResizeMode.ShorterSideCrop, ShorterSide = shorter };
        ResizeGeometry geometry = Plan(options, width, height);
        Assert.Equal((resizedWidth, resizedHeight), (geometry.ResizedWidth, geometry.ResizedHeight));
        Assert.Equal(new PixelRegion(left, top, targetWidth, targetHeight), geometry.Window);
    }

    [Fact]
    public void A_crop_larger_than_the_picture_is_padded_around_it()
    {
        var options = new PreprocessOptions { Width = 10, Height = 7, Mode = ResizeMode.CenterCrop, PadValue = 9 };
        ResizeGeometry geometry = Plan(options, 5, 12);
        Assert.Equal((2, 0), (geometry.Left, geometry.Top));
        Assert.Equal(new PixelRegion(0, 2, 5, 7), geometry.Window);
    }

    [Theory]
    [InlineData(true, true, 320, 213, 0, 53)]
    [InlineData(false, true, 320, 213, 0, 0)]
    public void Letterbox_fits_and_centres(bool center, bool upscale, int width, int height, int left, int top)
    {
        var options = new PreprocessOptions { Width = 320, Height = 320, Mode = ResizeMode.Letterbox, Center = center, Upscale = upscale };
        ResizeGeometry geometry = Plan(options, 451, 300);
        Assert.Equal((width, height, left, top), (geometry.ResizedWidth, geometry.ResizedHeight, geometry.Left, geometry.Top));
    }

    [Fact]
    public void Letterbox_without_upscaling_keeps_a_small_picture()
    {
        var options = new PreprocessOptions { Width = 320, Height = 320, Mode = ResizeMode.Letterbox, Upscale = false };
        ResizeGeometry geometry = Plan(options, 100, 51);
        Assert.Equal((100, 51, 110, 134), (geometry.ResizedWidth, geometry.ResizedHeight, geometry.Left, geometry.Top));
    }

    [Fact]
    public void Padding_has_its_value_in_every_channel_and_only_there()
    {
        var options = new PreprocessOptions { Width = 40, Height = 30, Mode = ResizeMode.Letterbox, PadValue = 7 };
        byte[] white = [.. Enumerable.Repeat((byte)255, 20 * 20 * 3)];
        byte[] boxed = Resizing.Run(white, 20, 20, options, Kernels.SimdLevels.Best);
        for (int i = 0; i < boxed.Length; i++)
            Assert.Equal(i / 3 % 40 is >= 5 and < 35 ? 255 : 7, boxed[i]);
    }

    [Fact]
    public void The_transform_maps_the_kept_window_to_the_part_of_the_picture_it_shows() => Gen.Select(
        Gen.Enum<ResizeMode>(), Gen.Int[1, 3000], Gen.Int[1, 3000], Gen.Int[1, 700], Gen.Int[1, 700], Gen.Bool).Sample(
        (mode, width, height, targetWidth, targetHeight, flag) =>
        {
            var region = new PixelRegion(width / 3, height / 4, Math.Max(width / 2, 1), Math.Max(height / 2, 1));
            var options = new PreprocessOptions
            {
                Width = targetWidth,
                Height = targetHeight,
                Mode = mode,
                Region = region,
                Center = flag,
                Upscale = flag,
            };
            ResizeGeometry geometry = Plan(options, width, height);
            PixelRegion window = geometry.Window;
            Assert.InRange(geometry.Left, 0, targetWidth - window.Width);
            Assert.InRange(geometry.Top, 0, targetHeight - window.Height);
            Assert.InRange(window.X, 0, geometry.ResizedWidth - window.Width);
            Assert.InRange(window.Y, 0, geometry.ResizedHeight - window.Height);

            ImageTransform transform = geometry.Transform;
            (double left, double top) = transform.ToOriginal(geometry.Left - window.X, geometry.Top - window.Y);
            (double right, double bottom) = transform.ToOriginal(
                geometry.Left - window.X + geometry.ResizedWidth, geometry.Top - window.Y + geometry.ResizedHeight);
            PixelRegion shown = mode == ResizeMode.FixedRegion ? region : new PixelRegion(0, 0, width, height);
            Assert.Equal(shown.X, left, 6);
            Assert.Equal(shown.Y, top, 6);
            Assert.Equal(shown.X + shown.Width, right, 6);
            Assert.Equal(shown.Y + shown.Height, bottom, 6);

            (double x, double y) = transform.ToNetwork(left, top);
            Assert.Equal(geometry.Left - window.X, x, 6);
            Assert.Equal(geometry.Top - window.Y, y, 6);
        },
        iter: 5000);

    private static ResizeGeometry Plan(PreprocessOptions options, int width, int height)
    {
        options.Validate();
        Assert.True(ResizeGeometry.TryPlan(options, width, height, out ResizeGeometry geometry));
        return geometry;
    }
}
