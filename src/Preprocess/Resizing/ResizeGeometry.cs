namespace OpenVinoFlow.Preprocess.Resizing;

/// <summary>
/// How one picture lands in the network's input: a region of the picture is resized, a window of the result is kept, and that window is
/// placed in the input, whose other pixels are padding.
/// </summary>
internal readonly record struct ResizeGeometry
{
    /// <summary>The region of the picture as it is seen that is resized.</summary>
    public required PixelRegion Region { get; init; }

    /// <summary>Width the region is resized to.</summary>
    public required int ResizedWidth { get; init; }

    /// <summary>Height the region is resized to.</summary>
    public required int ResizedHeight { get; init; }

    /// <summary>The part of the resized region that is kept.</summary>
    public required PixelRegion Window { get; init; }

    /// <summary>Column of the network's input where the window begins.</summary>
    public required int Left { get; init; }

    /// <summary>Row of the network's input where the window begins.</summary>
    public required int Top { get; init; }

    /// <summary>From network pixels to pixels of the picture as it is seen.</summary>
    public ImageTransform Transform
    {
        get
        {
            double scaleX = (double)Region.Width / ResizedWidth;
            double scaleY = (double)Region.Height / ResizedHeight;
            return new ImageTransform(scaleX, Region.X + (Window.X - Left) * scaleX, scaleY, Region.Y + (Window.Y - Top) * scaleY);
        }
    }

    /// <summary>
    /// The geometry for a picture of that size (as it is seen, at full size); false where the region of <see cref="ResizeMode.FixedRegion"/>
    /// does not lie inside it.
    /// </summary>
    public static bool TryPlan(PreprocessOptions options, int width, int height, out ResizeGeometry geometry)
    {
        var whole = new PixelRegion(0, 0, width, height);
        switch (options.Mode)
        {
            case ResizeMode.Letterbox:
                geometry = Letterbox(options, whole);
                return true;
            case ResizeMode.ShorterSideCrop:
                geometry = ShorterSideCrop(options, whole);
                return true;
            case ResizeMode.CenterCrop:
                geometry = Crop(options, whole, width, height);
                return true;
            case ResizeMode.FixedRegion:
                PixelRegion region = options.Region!.Value;
                geometry = Stretch(options, region);
                return (long)region.X + region.Width <= width && (long)region.Y + region.Height <= height;
            default:
                geometry = Stretch(options, whole);
                return true;
        }
    }

    /// <summary>The same for a picture that was decoded at a fraction of its size; only for geometries that use the whole picture.</summary>
    public ResizeGeometry ForDecodedSize(int width, int height) => this with { Region = new PixelRegion(0, 0, width, height) };

    private static ResizeGeometry Stretch(PreprocessOptions options, PixelRegion region) => new()
    {
        Region = region,
        ResizedWidth = options.Width,
        ResizedHeight = options.Height,
        Window = new PixelRegion(0, 0, options.Width, options.Height),
        Left = 0,
        Top = 0,
    };

    private static ResizeGeometry Letterbox(PreprocessOptions options, PixelRegion whole)
    {
        double ratio = Math.Min((double)options.Width / whole.Width, (double)options.Height / whole.Height);
        if (!options.Upscale)
            ratio = Math.Min(ratio, 1);

        int width = Math.Clamp((int)Math.Round(whole.Width * ratio, MidpointRounding.ToEven), 1, options.Width);
        int height = Math.Clamp((int)Math.Round(whole.Height * ratio, MidpointRounding.ToEven), 1, options.Height);
        return new ResizeGeometry
        {
            Region = whole,
            ResizedWidth = width,
            ResizedHeight = height,
            Window = new PixelRegion(0, 0, width, height),
            Left = options.Center ? (options.Width - width) / 2 : 0,
            Top = options.Center ? (options.Height - height) / 2 : 0,
        };
    }

    // torchvision: the longer side is cut to a whole number, not rounded.
    private static ResizeGeometry ShorterSideCrop(PreprocessOptions options, PixelRegion whole)
    {
        int shorter = options.ShorterSide ?? Math.Min(options.Width, options.Height);
        int longer = (int)Math.Min((long)shorter * Math.Max(whole.Width, whole.Height) / Math.Min(whole.Width, whole.Height), int.MaxValue);
        return whole.Width <= whole.Height ? Crop(options, whole, shorter, longer) : Crop(options, whole, longer, shorter);
    }

    // torchvision: half of an odd rest is rounded to even when cutting, and cut to a whole number when padding.
    private static ResizeGeometry Crop(PreprocessOptions options, PixelRegion region, int resizedWidth, int resizedHeight)
    {
        (int left, int x, int width) = CropAxis(options.Width, resizedWidth);
        (int top, int y, int height) = CropAxis(options.Height, resizedHeight);
        return new ResizeGeometry
        {
            Region = region,
            ResizedWidth = resizedWidth,
            ResizedHeight = resizedHeight,
            Window = new PixelRegion(x, y, width, height),
            Left = left,
            Top = top,
        };
    }

    private static (int Place, int Start, int Length) CropAxis(int target, int resized) => target > resized
        ? ((target - resized) / 2, 0, resized)
        : (0, (int)Math.Round((resized - target) / 2.0, MidpointRounding.ToEven), target);
}
