using OpenVinoFlow.Preprocess.Kernels;
using OpenVinoFlow.Preprocess.Memory;
using OpenVinoFlow.Preprocess.Output;

namespace OpenVinoFlow.Preprocess.Resizing;

/// <summary>OpenCV's INTER_AREA where it shrinks by whole factors, and its INTER_LINEAR where it halves both sides.</summary>
internal sealed unsafe class BlockResampler(KernelSet kernels, RowReader rows, int channels) : Resampler(kernels, rows, channels)
{
    private readonly AxisTaps<int> _taps = new();
    private readonly RowWeights _weights = new();
    private readonly NativeBuffer _resized = new();
    private readonly NativeBuffer _sums = new();

    public override void CheckGuards()
    {
        _weights.CheckGuards();
        _resized.CheckGuards();
        _sums.CheckGuards();
    }

    public override void Dispose()
    {
        _weights.Dispose();
        _resized.Dispose();
        _sums.Dispose();
    }

    protected override void Prepare(in ResizeGeometry geometry)
    {
        int factor = OpencvTaps.WholeFactor(geometry.Region.Width, geometry.ResizedWidth);
        _taps.Reset(geometry.Window.Width, factor);
        for (int x = 0; x < geometry.Window.Width; x++)
            _taps.Set(x, (geometry.Window.X + x) * factor, factor).Fill(1);

        _weights.SetFixed(_taps, Rows, Channels);
    }

    protected override void Run(in ResizeGeometry geometry, OutputWriter output)
    {
        nint count = (nint)geometry.Window.Width * Channels;
        int factorX = OpencvTaps.WholeFactor(geometry.Region.Width, geometry.ResizedWidth);
        int factorY = OpencvTaps.WholeFactor(geometry.Region.Height, geometry.ResizedHeight);
        int* resized = (int*)_resized.Get((nuint)_weights.Count * (nuint)Channels * sizeof(int) + KernelSet.WriteSlack);
        int* sums = (int*)_sums.Get((nuint)count * sizeof(int));

        for (int y = 0; y < geometry.Window.Height; y++)
        {
            for (int k = 0; k < factorY; k++)
            {
                Resize((geometry.Window.Y + y) * factorY + k, resized);
                BlockKernels.Accumulate(resized, k == 0, sums, count);
            }

            if (factorX == 2 && factorY == 2)
                Kernels.BlockQuarter(sums, output.RowTarget(y), count);
            else
                Kernels.BlockScale(sums, 1f / (factorX * factorY), output.RowTarget(y), count);

            output.EndRow(y);
        }
    }

    private void Resize(int row, int* place)
    {
        if (Channels == 3)
            Kernels.FixedRow3(Rows.Row(row), _weights.Offsets, _weights.Weights, _weights.Pairs, _weights.Count, place);
        else
            Kernels.FixedRow1(Rows.Row(row), _weights.Offsets, _weights.Weights, _weights.Pairs, _weights.Count, place);
    }
}
