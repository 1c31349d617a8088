namespace OpenVinoFlow.Preprocess.Tests;

public sealed class OptionsTests
{
    private static readonly PreprocessOptions _valid = new() { Width = 10, Height = 10 };

    public static TheoryData<PreprocessOptions, string> Invalid => new()
    {
        { _valid with { Width = 0 }, "Width is 0; allowed: 1..32768" },
        { _valid with { Height = 32769 }, "Height is 32769; allowed: 1..32768" },
        { _valid with { ShorterSide = 0 }, "ShorterSide is 0; allowed: 1..32768" },
        { _valid with { MaxPixels = 0 }, "MaxPixels is 0; allowed: 1..536870911" },
        { _valid with { MaxFileBytes = -1 }, "MaxFileBytes is -1; allowed: 1 or more" },
        { _valid with { Mean = [1, 2] }, "Mean is 2 values; allowed: 1 or 3 values, because Color is Rgb" },
        { _valid with { Color = ColorOrder.Gray, Mean = [1, 2, 3] }, "Mean is 3 values; allowed: 1 or 1 values" },
        { _valid with { Scale = [1, 0, 1] }, "Scale is 0; allowed: any value but 0" },
        { _valid with { Scale = [float.NaN] }, "Scale is NaN; allowed: finite values" },
        { _valid with { Mode = ResizeMode.FixedRegion }, "Region is null" },
        { _valid with { Mode = ResizeMode.FixedRegion, Region = new PixelRegion(-1, 0, 1, 1) }, "X and Y of at least 0" },
        { _valid with { Algorithm = (ResizeAlgorithm)99 }, "Algorithm is 99; allowed: OpencvNearest, OpencvLinear" },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public void A_wrong_option_is_named_with_its_value_and_what_is_allowed(PreprocessOptions options, string message)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new ImagePreprocessor(options));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_destination_must_have_the_size_of_the_input()
    {
        using var preprocessor = new ImagePreprocessor(_valid);
        ArgumentException error = Assert.Throws<ArgumentException>(() => preprocessor.Run([1], new byte[299]));
        Assert.Contains("299 bytes; the network's input has 300", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disposed_preprocessor_says_so()
    {
        var preprocessor = new ImagePreprocessor(_valid);
        preprocessor.Dispose();
        preprocessor.Dispose();
        Assert.Throws<ObjectDisposedException>(() => preprocessor.Run([1], new byte[300]));
    }

    [Fact]
    public void Every_failure_reason_has_a_name_of_its_own()
    {
        string[] names = [.. Enum.GetValues<FailureReason>().Select(r => r.ToText())];
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.All(names, name => Assert.Matches("^[a-z]+(_[a-z]+)*$", name));
    }

    [Theory]
    [InlineData(PixelType.U8, ColorOrder.Rgb, 600)]
    [InlineData(PixelType.F32, ColorOrder.Bgr, 2400)]
    [InlineData(PixelType.F16, ColorOrder.Gray, 400)]
    [InlineData(PixelType.Bf16, ColorOrder.Rgb, 1200)]
    public void Output_bytes_follow_from_size_channels_and_type(PixelType type, ColorOrder color, long bytes) =>
        Assert.Equal(bytes, new PreprocessOptions { Width = 20, Height = 10, OutputType = type, Color = color }.OutputBytes);
}
