using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Preprocess;

namespace OpenVinoFlow.Pipeline;

/// <summary>Brings what the configuration asks for and what a network takes together.</summary>
public static class PreprocessPlan
{
    /// <summary>How pictures are prepared for an input of this format.</summary>
    public static PreprocessOptions For(PreprocessingOptions configured, InputFormat input) => new()
    {
        Width = input.Width,
        Height = input.Height,
        Mode = configured.Resize.Mode,
        Algorithm = configured.Resize.Algorithm,
        ShorterSide = configured.Resize.ShorterSide,
        Region = configured.Resize.Region,
        PadValue = configured.Resize.PadValue,
        Center = configured.Resize.Center,
        Upscale = configured.Resize.Upscale,
        Color = configured.Color,
        OutputType = input.Type switch
        {
            DataType.U8 => PixelType.U8,
            DataType.F16 => PixelType.F16,
            DataType.Bf16 => PixelType.Bf16,
            _ => PixelType.F32,
        },
        OutputLayout = input.Layout == ImageLayout.Nhwc ? TensorLayout.Nhwc : TensorLayout.Nchw,
        Mean = input.NormalizeOnHost ? [.. configured.Mean] : [0f],
        Scale = input.NormalizeOnHost ? [.. configured.Scale] : [1f],
        Decoder = configured.Decoder,
        DecodeScale = configured.DecodeScale,
        AlphaBackground = configured.Background is [byte r, byte g, byte b] ? new Rgb24(r, g, b) : null,
        ApplyExifOrientation = configured.ApplyExifOrientation,
        MaxPixels = configured.MaxPixels,
        MaxFileBytes = configured.MaxFileBytes,
        TolerateWarnings = configured.TolerateWarnings,
    };
}
