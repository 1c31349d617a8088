using System.Collections.Immutable;
using System.Globalization;

namespace OpenVinoFlow.Preprocess;

/// <summary>
/// From encoded bytes to the network's input. Immutable; checked by the constructor of <see cref="ImagePreprocessor"/>, which throws an
/// <see cref="ArgumentException"/> that names the property, its value and what is allowed.
/// </summary>
public sealed record PreprocessOptions
{
    /// <summary>Largest width and height of a network's input.</summary>
    public const int MaxSide = 32_768;

    /// <summary>Largest <see cref="MaxPixels"/>: four bytes of each pixel must fit into one span.</summary>
    public const long MostPixels = int.MaxValue / 4;

    /// <summary>Width of the network's input in pixels, 1..32768.</summary>
    public required int Width { get; init; }

    /// <summary>Height of the network's input in pixels, 1..32768.</summary>
    public required int Height { get; init; }

    /// <summary>How the picture is fitted into the network's input.</summary>
    public ResizeMode Mode { get; init; } = ResizeMode.Stretch;

    /// <summary>Whose resampling is reproduced.</summary>
    public ResizeAlgorithm Algorithm { get; init; } = ResizeAlgorithm.OpencvLinear;

    /// <summary>For <see cref="ResizeMode.ShorterSideCrop"/>: the shorter side before the cut; null takes the shorter side of the input.</summary>
    public int? ShorterSide { get; init; }

    /// <summary>For <see cref="ResizeMode.FixedRegion"/>: the rectangle that is cut out, in pixels of the original picture as it is seen.</summary>
    public PixelRegion? Region { get; init; }

    /// <summary>Value of padded pixels in every channel, before mean and scale.</summary>
    public byte PadValue { get; init; } = 114;

    /// <summary>For <see cref="ResizeMode.Letterbox"/>: whether the picture is centred; otherwise it lies at the top left.</summary>
    public bool Center { get; init; } = true;

    /// <summary>For <see cref="ResizeMode.Letterbox"/>: whether a picture smaller than the input is enlarged.</summary>
    public bool Upscale { get; init; } = true;

    /// <summary>Channels of the network's input and their order.</summary>
    public ColorOrder Color { get; init; } = ColorOrder.Rgb;

    /// <summary>Element type of the network's input.</summary>
    public PixelType OutputType { get; init; } = PixelType.U8;

    /// <summary>Order of the dimensions.</summary>
    public TensorLayout OutputLayout { get; init; } = TensorLayout.Nhwc;

    /// <summary>
    /// Subtracted from each channel, in units of 0..255 and in the order of <see cref="Color"/>; one value for all channels or one each.
    /// Not applied to <see cref="PixelType.U8"/>.
    /// </summary>
    public ImmutableArray<float> Mean { get; init; } = [0f];

    /// <summary>
    /// Divides each channel after the mean is subtracted; one value for all channels or one each, none of them 0. Not applied to
    /// <see cref="PixelType.U8"/>.
    /// </summary>
    public ImmutableArray<float> Scale { get; init; } = [1f];

    /// <summary>Which library decodes JPEG files.</summary>
    public DecoderPreference Decoder { get; init; } = DecoderPreference.Auto;

    /// <summary>Whether a JPEG may be decoded at a fraction of its size.</summary>
    public DecodeScale DecodeScale { get; init; } = DecodeScale.Auto;

    /// <summary>Whether the EXIF orientation of a picture is applied.</summary>
    public bool ApplyExifOrientation { get; init; } = true;

    /// <summary>A picture with more pixels than this in its header is refused before anything is allocated; 1..<see cref="MostPixels"/>.</summary>
    public long MaxPixels { get; init; } = 200_000_000;

    /// <summary>A file with more bytes than this is refused.</summary>
    public long MaxFileBytes { get; init; } = 256L << 20;

    /// <summary>Whether a picture whose decoder warned (premature end, damaged data) still counts as decoded.</summary>
    public bool TolerateWarnings { get; init; }

    /// <summary>Colour that shines through transparent pixels; null drops the alpha channel and keeps the colours below it, as OpenCV and Pillow do.</summary>
    public Rgb24? AlphaBackground { get; init; }

    /// <summary>Channels of the network's input: 3, or 1 for <see cref="ColorOrder.Gray"/>.</summary>
    public int Channels => Color == ColorOrder.Gray ? 1 : 3;

    /// <summary>Bytes of one picture in the network's input.</summary>
    public long OutputBytes => (long)Width * Height * Channels * OutputType switch
    {
        PixelType.U8 => 1,
        PixelType.F32 => 4,
        _ => 2,
    };

    internal void Validate()
    {
        CheckRange(Width, 1, MaxSide, nameof(Width));
        CheckRange(Height, 1, MaxSide, nameof(Height));
        CheckEnum(Mode, nameof(Mode));
        CheckEnum(Algorithm, nameof(Algorithm));
        CheckEnum(Color, nameof(Color));
        CheckEnum(OutputType, nameof(OutputType));
        CheckEnum(OutputLayout, nameof(OutputLayout));
        CheckEnum(Decoder, nameof(Decoder));
        CheckEnum(DecodeScale, nameof(DecodeScale));
        CheckRange(ShorterSide ?? 1, 1, MaxSide, nameof(ShorterSide));
        CheckRange(MaxPixels, 1, MostPixels, nameof(MaxPixels));
        CheckRange(MaxFileBytes, 1, long.MaxValue, nameof(MaxFileBytes));
        CheckRange(OutputBytes, 1, int.MaxValue, nameof(OutputBytes));
        CheckChannelValues(Mean, nameof(Mean));
        CheckChannelValues(Scale, nameof(Scale));

        if (Scale.Contains(0f))
            throw Invalid(nameof(Scale), "0", "any value but 0");

        if (Mode == ResizeMode.FixedRegion)
        {
            if (Region is not { } region)
                throw Invalid(nameof(Region), "null", "a rectangle, because Mode is FixedRegion");

            if (region is not { X: >= 0, Y: >= 0, Width: >= 1, Height: >= 1 })
                throw Invalid(nameof(Region), region.ToString(), "X and Y of at least 0, Width and Height of at least 1");
        }
    }

    /// <summary>The value for one channel of a list with one value or one for each channel.</summary>
    internal static float ForChannel(ImmutableArray<float> values, int channel) => values[values.Length == 1 ? 0 : channel];

    private void CheckChannelValues(ImmutableArray<float> values, string name)
    {
        if (values.IsDefault || (values.Length != 1 && values.Length != Channels))
            throw Invalid(name, values.IsDefault ? "null" : $"{values.Length} values", $"1 or {Channels} values, because Color is {Color}");

        foreach (float value in values)
        {
            if (!float.IsFinite(value))
                throw Invalid(name, value.ToString(CultureInfo.InvariantCulture), "finite values");
        }
    }

    private static void CheckRange(long value, long least, long most, string name)
    {
        if (value < least || value > most)
        {
            string allowed = most == long.MaxValue ? $"{least} or more" : $"{least}..{most}";
            throw Invalid(name, value.ToString(CultureInfo.InvariantCulture), allowed);
        }
    }

    private static void CheckEnum<T>(T value, string name)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
            throw Invalid(name, value.ToString(), string.Join(", ", Enum.GetNames<T>()));
    }

    private static ArgumentException Invalid(string name, string value, string allowed) =>
        new($"{nameof(PreprocessOptions)}.{name} is {value}; allowed: {allowed}.", name);
}
