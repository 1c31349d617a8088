using OpenVinoFlow.Preprocess.Kernels;
using OpenVinoFlow.Preprocess.Output;

namespace OpenVinoFlow.Preprocess.Resizing;

/// <summary>OpenCV's INTER_LINEAR, and INTER_AREA where it enlarges.</summary>
internal sealed unsafe class LinearResampler(KernelSet kernels, RowReader rows, int channels, bool areaMode) : Resampler(kernels, rows, channels)
{
    private readonly AxisTaps<int> _taps = new();
    private readonly RowWeights _weights = new();
    private readonly LinearWindows _windows = new();
    private readonly RowRing _ring = new();
    private RowPair[] _pairs = [];
    private bool _useWindows;

    public override void CheckGuards()
    {
        _weights.CheckGuards();
        _windows.CheckGuards();
        _ring.CheckGuards();
    }

    public override void Dispose()
    {
        _weights.Dispose();
        _windows.Dispose();
        _ring.Dispose();
    }

    protected override void Prepare(in ResizeGeometry geometry)
    {
        PixelRegion window = geometry.Window;
        _taps.Reset(window.Width, 2);
        OpencvTaps.LinearColumns(geometry.Region.Width, geometry.ResizedWidth, window.X, areaMode, _taps);
        _weights.SetPairs(_taps, Rows, Channels);
        _useWindows = Kernels.Level == SimdLevel.V512 && _windows.TrySet(_weights, window.Width, Channels);
        if (_pairs.Length < window.Height)
            _pairs = new RowPair[window.Height];

        OpencvTaps.LinearRows(geometry.Region.Height, geometry.ResizedHeight, window.Y, areaMode, _pairs.AsSpan(0, window.Height));
    }

    protected override void Run(in ResizeGeometry geometry, OutputWriter output)
    {
        _ring.Reset(2, (nint)_weights.Count * Channels * sizeof(short));
        nint bytes = (nint)geometry.Window.Width * Channels;
        for (int y = 0; y < geometry.Window.Height; y++)
        {
            RowPair pair = _pairs[y];
            short* top = Resized(pair.Top);
            short* bottom = Resized(pair.Bottom);
            Kernels.LinearBlend(top, bottom, pair.TopWeight, pair.BottomWeight, output.RowTarget(y), bytes);
            output.EndRow(y);
        }
    }

    private short* Resized(int row)
    {
        if (!_ring.Find(row, out void* place))
        {
            byte* source = Rows.Row(row);
            if (_useWindows)
                LinearKernels.WindowsV512(source, _windows.Offsets, _windows.Indices, _windows.Weights, _windows.Blocks, (short*)place);
            else if (Channels == 3)
                Kernels.LinearRow3(source, _weights.Offsets, _weights.Weights, _weights.Count, (short*)place);
            else
                Kernels.LinearRow1(source, _weights.Offsets, _weights.Weights, _weights.Count, (short*)place);
        }

        return (short*)place;
    }
}
