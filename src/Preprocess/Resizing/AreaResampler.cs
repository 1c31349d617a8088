using OpenVinoFlow.Preprocess.Kernels;
using OpenVinoFlow.Preprocess.Memory;
using OpenVinoFlow.Preprocess.Output;

namespace OpenVinoFlow.Preprocess.Resizing;

/// <summary>OpenCV's INTER_AREA where it shrinks by a factor that is not whole.</summary>
internal sealed unsafe class AreaResampler(KernelSet kernels, RowReader rows, int channels) : Resampler(kernels, rows, channels)
{
    private readonly AxisTaps<float> _taps = new();
    private readonly AxisTaps<float> _rowTaps = new();
    private readonly RowWeights _weights = new();
    private readonly RowRing _ring = new();
    private readonly NativeBuffer _sums = new();

    public override void CheckGuards()
    {
        _weights.CheckGuards();
        _ring.CheckGuards();
        _sums.CheckGuards();
    }

    public override void Dispose()
    {
        _weights.Dispose();
        _ring.Dispose();
        _sums.Dispose();
    }

    protected override void Prepare(in ResizeGeometry geometry)
    {
        PixelRegion window = geometry.Window;
        _taps.Reset(window.Width, OpencvTaps.AreaCapacity(geometry.Region.Width, geometry.ResizedWidth));
        OpencvTaps.Area(geometry.Region.Width, geometry.ResizedWidth, window.X, _taps);
        _weights.SetSingle(_taps, Rows, Channels);
        _rowTaps.Reset(window.Height, OpencvTaps.AreaCapacity(geometry.Region.Height, geometry.ResizedHeight));
        OpencvTaps.Area(geometry.Region.Height, geometry.ResizedHeight, window.Y, _rowTaps);
    }

    protected override void Run(in ResizeGeometry geometry, OutputWriter output)
    {
        nint count = (nint)geometry.Window.Width * Channels;
        _ring.Reset(1, (nint)_weights.Count * Channels * sizeof(float));
        float* sums = (float*)_sums.Get((nuint)count * sizeof(float));
        for (int y = 0; y < geometry.Window.Height; y++)
        {
            ReadOnlySpan<float> weights = _rowTaps.Weights(y);
            for (int k = 0; k < weights.Length; k++)
                Kernels.AreaAccumulate(Resized(_rowTaps.First[y] + k), weights[k], k == 0, sums, count);

            Kernels.AreaRound(sums, output.RowTarget(y), count);
            output.EndRow(y);
        }
    }

    private float* Resized(int row)
    {
        if (!_ring.Find(row, out void* place))
        {
            byte* source = Rows.Row(row);
            if (Channels == 3)
                Kernels.AreaRow3(source, _weights.Offsets, _weights.SingleWeights, _weights.Taps, _weights.Step, _weights.Count, (float*)place);
            else
                Kernels.AreaRow1(source, _weights.Offsets, _weights.SingleWeights, _weights.Taps, _weights.Step, _weights.Count, (float*)place);
        }

        return (float*)place;
    }
}
