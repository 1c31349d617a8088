using OpenVinoFlow.Preprocess.Kernels;
using OpenVinoFlow.Preprocess.Output;

namespace OpenVinoFlow.Preprocess.Resizing;

/// <summary>Chooses the code that reproduces an algorithm at a geometry, and keeps its tables and scratch memory. Not thread-safe.</summary>
internal sealed class ResizeEngine : IDisposable
{
    private readonly ResizeAlgorithm _algorithm;
    private readonly KernelSet _kernels;
    private readonly int _channels;
    private readonly RowReader _rows;
    private NearestResampler? _nearest;
    private LinearResampler? _linear;
    private LinearResampler? _enlargedArea;
    private CubicResampler? _cubic;
    private BlockResampler? _block;
    private AreaResampler? _area;
    private ConvolutionResampler? _convolution;

    public ResizeEngine(ResizeAlgorithm algorithm, int channels, KernelSet kernels)
    {
        _algorithm = algorithm;
        _channels = channels;
        _kernels = kernels;
        _rows = new RowReader(kernels);
    }

    /// <summary>Resizes one picture into <paramref name="output"/>, whose <see cref="OutputWriter.Begin"/> was called.</summary>
    public void Run(in PixelSource source, in ResizeGeometry geometry, OutputWriter output)
    {
        Resampler resampler = Select(geometry);
        resampler.Run(source, geometry, output);
        resampler.CheckGuards();
        _rows.CheckGuards();
    }

    public void Dispose()
    {
        _nearest?.Dispose();
        _linear?.Dispose();
        _enlargedArea?.Dispose();
        _cubic?.Dispose();
        _block?.Dispose();
        _area?.Dispose();
        _convolution?.Dispose();
        _rows.Dispose();
    }

    private Resampler Select(in ResizeGeometry geometry)
    {
        (int width, int height) = (geometry.Region.Width, geometry.Region.Height);
        if (_algorithm == ResizeAlgorithm.OpencvNearest || (width == geometry.ResizedWidth && height == geometry.ResizedHeight))
            return _nearest ??= new NearestResampler(_kernels, _rows, _channels);

        int factorX = OpencvTaps.WholeFactor(width, geometry.ResizedWidth);
        int factorY = OpencvTaps.WholeFactor(height, geometry.ResizedHeight);
        switch (_algorithm)
        {
            case ResizeAlgorithm.OpencvLinear when factorX == 2 && factorY == 2:
            case ResizeAlgorithm.OpencvArea when factorX > 0 && factorY > 0:
                return _block ??= new BlockResampler(_kernels, _rows, _channels);
            case ResizeAlgorithm.OpencvLinear:
                return _linear ??= new LinearResampler(_kernels, _rows, _channels, areaMode: false);
            case ResizeAlgorithm.OpencvCubic:
                return _cubic ??= new CubicResampler(_kernels, _rows, _channels);
            case ResizeAlgorithm.OpencvArea when Shrinks(width, geometry.ResizedWidth) && Shrinks(height, geometry.ResizedHeight):
                return _area ??= new AreaResampler(_kernels, _rows, _channels);
            case ResizeAlgorithm.OpencvArea:
                return _enlargedArea ??= new LinearResampler(_kernels, _rows, _channels, areaMode: true);
            default:
                return _convolution ??= new ConvolutionResampler(_kernels, _rows, _channels, _algorithm);
        }
    }

    private static bool Shrinks(int source, int target) => OpencvTaps.Scale(source, target) >= 1;
}
