using OpenVinoFlow.Preprocess.Kernels;
using OpenVinoFlow.Preprocess.Output;

namespace OpenVinoFlow.Preprocess.Resizing;

/// <summary>OpenCV's INTER_CUBIC.</summary>
internal sealed unsafe class CubicResampler(KernelSet kernels, RowReader rows, int channels) : Resampler(kernels, rows, channels)
{
    private const int Taps = 4;

    private readonly AxisTaps<int> _taps = new();
    private readonly RowWeights _weights = new();
    private readonly RowRing _ring = new();
    private int[] _firstRows = [];
    private float[] _rowWeights = [];

    public override void CheckGuards()
    {
        _weights.CheckGuards();
        _ring.CheckGuards();
    }

    public override void Dispose()
    {
        _weights.Dispose();
        _ring.Dispose();
    }

    protected override void Prepare(in ResizeGeometry geometry)
    {
        PixelRegion window = geometry.Window;
        _taps.Reset(window.Width, Taps);
        OpencvTaps.CubicColumns(geometry.Region.Width, geometry.ResizedWidth, window.X, _taps);
        _weights.SetFixed(_taps, Rows, Channels);
        if (_firstRows.Length < window.Height)
        {
            _firstRows = new int[window.Height];
            _rowWeights = new float[window.Height * Taps];
        }

        for (int y = 0; y < window.Height; y++)
        {
            Span<float> weights = _rowWeights.AsSpan(y * Taps, Taps);
            _firstRows[y] = OpencvTaps.CubicRow(geometry.Region.Height, geometry.ResizedHeight, window.Y + y, weights);
        }
    }

    protected override void Run(in ResizeGeometry geometry, OutputWriter output)
    {
        _ring.Reset(Taps, (nint)_weights.Count * Channels * sizeof(int));
        nint bytes = (nint)geometry.Window.Width * Channels;
        int** rows = stackalloc int*[Taps];
        fixed (float* weights = _rowWeights)
        {
            for (int y = 0; y < geometry.Window.Height; y++)
            {
                for (int k = 0; k < Taps; k++)
                    rows[k] = Resized(Math.Clamp(_firstRows[y] + k, 0, geometry.Region.Height - 1));

                Kernels.CubicBlend(rows, weights + y * Taps, output.RowTarget(y), bytes);
                output.EndRow(y);
            }
        }
    }

    private int* Resized(int row)
    {
        if (!_ring.Find(row, out void* place))
        {
            if (Channels == 3)
                Kernels.FixedRow3(Rows.Row(row), _weights.Offsets, _weights.Weights, _weights.Pairs, _weights.Count, (int*)place);
            else
                Kernels.FixedRow1(Rows.Row(row), _weights.Offsets, _weights.Weights, _weights.Pairs, _weights.Count, (int*)place);
        }

        return (int*)place;
    }
}
