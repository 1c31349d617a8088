namespace OpenVinoFlow.Preprocess.Kernels;

/// <summary>
/// The pixel kernels of one SIMD level. Kernels of the horizontal pass may write up to <see cref="WriteSlack"/> bytes after their row; all
/// others write exactly.
/// </summary>
internal sealed unsafe class KernelSet
{
    /// <summary>Bytes after a row that a horizontal kernel may overwrite.</summary>
    public const int WriteSlack = 64;

    private KernelSet(SimdLevel level)
    {
        Level = level;
        switch (level)
        {
            case SimdLevel.V512:
                LinearRow3 = &LinearKernels.Row3V512;
                LinearRow1 = &LinearKernels.Row1V256;
                LinearBlend = &LinearKernels.BlendV512;
                FixedRow3 = &FixedPointKernels.Row3V512;
                FixedRow1 = &FixedPointKernels.Row1V256;
                CubicBlend = &CubicKernels.BlendV512;
                AreaRow3 = &AreaKernels.Row3V512;
                AreaRow1 = &AreaKernels.Row1V128;
                AreaAccumulate = &AreaKernels.AccumulateV512;
                AreaRound = &AreaKernels.RoundV512;
                BlockQuarter = &BlockKernels.QuarterV128;
                BlockScale = &BlockKernels.ScaleV128;
                ConvolveRow3 = &ConvolutionKernels.Row3V512;
                ConvolveRow1 = &ConvolutionKernels.Row1V256;
                ConvolveColumns = &ConvolutionKernels.ColumnsV512;
                Transpose3 = &TransposeKernels.Columns3V128;
                OutputInterleaved = &OutputKernels.InterleavedV512;
                OutputPlanar = &OutputKernels.PlanarV512;
                OutputSplit = &OutputKernels.SplitV512;
                OutputHalf = &OutputKernels.HalfV256;
                OutputBFloat16 = &OutputKernels.BFloat16V128;
                break;
            case SimdLevel.V256:
                LinearRow3 = &LinearKernels.Row3V256;
                LinearRow1 = &LinearKernels.Row1V256;
                LinearBlend = &LinearKernels.BlendV256;
                FixedRow3 = &FixedPointKernels.Row3V256;
                FixedRow1 = &FixedPointKernels.Row1V256;
                CubicBlend = &CubicKernels.BlendV256;
                AreaRow3 = &AreaKernels.Row3V256;
                AreaRow1 = &AreaKernels.Row1V128;
                AreaAccumulate = &AreaKernels.AccumulateV256;
                AreaRound = &AreaKernels.RoundV256;
                BlockQuarter = &BlockKernels.QuarterV128;
                BlockScale = &BlockKernels.ScaleV128;
                ConvolveRow3 = &ConvolutionKernels.Row3V256;
                ConvolveRow1 = &ConvolutionKernels.Row1V256;
                ConvolveColumns = &ConvolutionKernels.ColumnsV256;
                Transpose3 = &TransposeKernels.Columns3V128;
                OutputInterleaved = &OutputKernels.InterleavedV256;
                OutputPlanar = &OutputKernels.PlanarV256;
                OutputSplit = &OutputKernels.SplitV128;
                OutputHalf = &OutputKernels.HalfV256;
                OutputBFloat16 = &OutputKernels.BFloat16V128;
                break;
            case SimdLevel.V128:
                LinearRow3 = &LinearKernels.Row3V128;
                LinearRow1 = &LinearKernels.Row1Scalar;
                LinearBlend = &LinearKernels.BlendV128;
                FixedRow3 = &FixedPointKernels.Row3V128;
                FixedRow1 = &FixedPointKernels.Row1Scalar;
                CubicBlend = &CubicKernels.BlendV128;
                AreaRow3 = &AreaKernels.Row3V128;
                AreaRow1 = &AreaKernels.Row1V128;
                AreaAccumulate = &AreaKernels.AccumulateV128;
                AreaRound = &AreaKernels.RoundV128;
                BlockQuarter = &BlockKernels.QuarterV128;
                BlockScale = &BlockKernels.ScaleV128;
                ConvolveRow3 = &ConvolutionKernels.Row3V128;
                ConvolveRow1 = &ConvolutionKernels.Row1Scalar;
                ConvolveColumns = &ConvolutionKernels.ColumnsV128;
                Transpose3 = &TransposeKernels.Columns3V128;
                OutputInterleaved = &OutputKernels.InterleavedV128;
                OutputPlanar = &OutputKernels.PlanarV128;
                OutputSplit = &OutputKernels.SplitV128;
                OutputHalf = &OutputKernels.HalfV128;
                OutputBFloat16 = &OutputKernels.BFloat16V128;
                break;
            default:
                LinearRow3 = &LinearKernels.Row3Scalar;
                LinearRow1 = &LinearKernels.Row1Scalar;
                LinearBlend = &LinearKernels.BlendScalar;
                FixedRow3 = &FixedPointKernels.Row3Scalar;
                FixedRow1 = &FixedPointKernels.Row1Scalar;
                CubicBlend = &CubicKernels.BlendScalar;
                AreaRow3 = &AreaKernels.Row3Scalar;
                AreaRow1 = &AreaKernels.Row1Scalar;
                AreaAccumulate = &AreaKernels.AccumulateScalar;
                AreaRound = &AreaKernels.RoundScalar;
                BlockQuarter = &BlockKernels.QuarterScalar;
                BlockScale = &BlockKernels.ScaleScalar;
                ConvolveRow3 = &ConvolutionKernels.Row3Scalar;
                ConvolveRow1 = &ConvolutionKernels.Row1Scalar;
                ConvolveColumns = &ConvolutionKernels.ColumnsScalar;
                Transpose3 = &TransposeKernels.Columns3Scalar;
                OutputInterleaved = &OutputKernels.InterleavedScalar;
                OutputPlanar = &OutputKernels.PlanarScalar;
                OutputSplit = &OutputKernels.SplitScalar;
                OutputHalf = &OutputKernels.HalfScalar;
                OutputBFloat16 = &OutputKernels.BFloat16Scalar;
                break;
        }
    }

    /// <summary>The kernels of the widest level of this processor.</summary>
    public static KernelSet Best { get; } = For(SimdLevels.Best);

    public SimdLevel Level { get; }

    public delegate*<byte*, int*, int*, int, short*, void> LinearRow3 { get; }

    public delegate*<byte*, int*, int*, int, short*, void> LinearRow1 { get; }

    public delegate*<short*, short*, short, short, byte*, nint, void> LinearBlend { get; }

    public delegate*<byte*, int*, int*, int, int, int*, void> FixedRow3 { get; }

    public delegate*<byte*, int*, int*, int, int, int*, void> FixedRow1 { get; }

    public delegate*<int**, float*, byte*, nint, void> CubicBlend { get; }

    public delegate*<byte*, int*, float*, int, int, int, float*, void> AreaRow3 { get; }

    public delegate*<byte*, int*, float*, int, int, int, float*, void> AreaRow1 { get; }

    public delegate*<float*, float, bool, float*, nint, void> AreaAccumulate { get; }

    public delegate*<float*, byte*, nint, void> AreaRound { get; }

    public delegate*<int*, byte*, nint, void> BlockQuarter { get; }

    public delegate*<int*, float, byte*, nint, void> BlockScale { get; }

    public delegate*<byte*, int*, int*, int*, int, int, byte*, void> ConvolveRow3 { get; }

    public delegate*<byte*, int*, int*, int*, int, int, byte*, void> ConvolveRow1 { get; }

    public delegate*<byte**, int*, int*, int, byte*, nint, void> ConvolveColumns { get; }

    public delegate*<byte*, nint, byte*, nint, int, int, void> Transpose3 { get; }

    public delegate*<byte*, float*, float*, bool, float*, nint, void> OutputInterleaved { get; }

    public delegate*<byte*, float*, float*, bool, float*, float*, float*, nint, void> OutputPlanar { get; }

    public delegate*<byte*, byte*, byte*, byte*, nint, void> OutputSplit { get; }

    public delegate*<float*, ushort*, nint, void> OutputHalf { get; }

    public delegate*<float*, ushort*, nint, void> OutputBFloat16 { get; }

    /// <summary>The kernels of a level, which this processor must have.</summary>
    public static KernelSet For(SimdLevel level) =>
        level <= SimdLevels.Best ? new KernelSet(level) : throw new PlatformNotSupportedException($"This processor does not have {level}.");
}
