using System.Runtime.InteropServices;
using OpenVinoFlow.Preprocess.Kernels;

namespace OpenVinoFlow.Preprocess.Tests;

public sealed class OutputTests
{
    [Theory]
    [InlineData(ColorOrder.Rgb, TensorLayout.Nchw)]
    [InlineData(ColorOrder.Rgb, TensorLayout.Nhwc)]
    [InlineData(ColorOrder.Gray, TensorLayout.Nchw)]
    public void Values_are_normalized_and_laid_out_as_the_formula_says(ColorOrder color, TensorLayout layout)
    {
        int channels = color == ColorOrder.Gray ? 1 : 3;
        float[] mean = channels == 1 ? [119.5f] : [103.53f, 116.28f, 123.675f];
        float[] scale = channels == 1 ? [57.3f] : [57.375f, 57.12f, 58.395f];
        var options = new PreprocessOptions
        {
            Width = 37,
            Height = 11,
            Color = color,
            OutputLayout = layout,
            OutputType = PixelType.F32,
            Mean = [.. mean],
            Scale = [.. scale],
        };
        byte[] pixels = Resizing.Source(37, 11, channels, 5);
        ReadOnlySpan<float> actual = MemoryMarshal.Cast<byte, float>(Resizing.Run(pixels, 37, 11, options, SimdLevels.Best));
        for (int y = 0; y < 11; y++)
        {
            for (int x = 0; x < 37; x++)
            {
                for (int c = 0; c < channels; c++)
                {
                    int at = layout == TensorLayout.Nchw ? (c * 11 + y) * 37 + x : (y * 37 + x) * channels + c;
                    Assert.Equal((pixels[(y * 37 + x) * channels + c] - mean[c]) / scale[c], actual[at]);
                }
            }
        }
    }

    [Fact]
    public void Padding_is_normalized_too()
    {
        var options = new PreprocessOptions
        {
            Width = 40,
            Height = 30,
            Mode = ResizeMode.Letterbox,
            PadValue = 114,
            OutputType = PixelType.F32,
            OutputLayout = TensorLayout.Nchw,
            Mean = [100, 110, 120],
            Scale = [2, 4, 8],
        };
        ReadOnlySpan<float> actual = MemoryMarshal.Cast<byte, float>(
            Resizing.Run(Resizing.Source(20, 20, 3, 1), 20, 20, options, SimdLevels.Best));
        Assert.Equal(7f, actual[0]);
        Assert.Equal(1f, actual[40 * 30]);
        Assert.Equal(-0.75f, actual[40 * 30 * 2]);
    }
}
