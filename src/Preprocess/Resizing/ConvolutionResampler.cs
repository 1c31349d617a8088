using OpenVinoFlow.Preprocess.Kernels;
using OpenVinoFlow.Preprocess.Memory;
using OpenVinoFlow.Preprocess.Output;

namespace OpenVinoFlow.Preprocess.Resizing;

/// <summary>
/// Pillow's antialiasing resizes. Both passes round to bytes, so their order matters: along x first, unless the height shrinks by more than
/// twice the factor of the width, as in Pillow 13. An axis that keeps its length is not filtered.
/// </summary>
internal sealed unsafe class ConvolutionResampler(KernelSet kernels, RowReader rows, int channels, ResizeAlgorithm filter)
    : Resampler(kernels, rows, channels)
{
    private readonly PillowTaps _filter = new(filter);
    private readonly AxisTaps<int> _taps = new();
    private readonly AxisTaps<int> _rowTaps = new();
    private readonly RowWeights _weights = new();
    private readonly RowRing _ring = new();
    private readonly NativeBuffer _columns = new();
    private readonly NativeBuffer _column = new();
    private readonly NativeBuffer _pointers = new();
    private readonly NativeBuffer _resized = new();
    private int* _columnOffsets;
    private int* _low;
    private int* _high;
    private bool _filterRows;
    private bool _filterColumns;

    public override void CheckGuards()
    {
        _weights.CheckGuards();
        _ring.CheckGuards();
        _columns.CheckGuards();
        _column.CheckGuards();
        _pointers.CheckGuards();
        _resized.CheckGuards();
    }

    public override void Dispose()
    {
        _weights.Dispose();
        _ring.Dispose();
        _columns.Dispose();
        _column.Dispose();
        _pointers.Dispose();
        _resized.Dispose();
    }

    protected override bool NeedsAllRows(in ResizeGeometry geometry) => VerticalFirst(geometry);

    protected override void Prepare(in ResizeGeometry geometry)
    {
        PixelRegion region = geometry.Region;
        PixelRegion window = geometry.Window;
        _filterRows = region.Width != geometry.ResizedWidth;
        _filterColumns = region.Height != geometry.ResizedHeight;

        if (_filterRows)
        {
            _taps.Reset(window.Width, _filter.Capacity(region.Width, geometry.ResizedWidth));
            _filter.Compute(region.Width, geometry.ResizedWidth, window.X, _taps);
            _weights.SetSplit(_taps, Rows, Channels);
        }
        else
        {
            _columnOffsets = (int*)_columns.Get((nuint)window.Width * sizeof(int));
            for (int x = 0; x < window.Width; x++)
                _columnOffsets[x] = window.X + x;

            RowOffsets.Place(new Span<int>(_columnOffsets, window.Width), Rows, Channels);
        }

        if (_filterColumns)
        {
            int capacity = _filter.Capacity(region.Height, geometry.ResizedHeight);
            _rowTaps.Reset(window.Height, capacity);
            _filter.Compute(region.Height, geometry.ResizedHeight, window.Y, _rowTaps);
        }
    }

    protected override void Run(in ResizeGeometry geometry, OutputWriter output)
    {
        if (!_filterColumns)
            RunRowsOnly(geometry, output);
        else if (VerticalFirst(geometry))
            RunColumnsFirst(geometry, output);
        else
            RunRowsFirst(geometry, output);
    }

    private static bool VerticalFirst(in ResizeGeometry geometry) =>
        geometry.ResizedHeight < geometry.Region.Height
        && (long)geometry.Region.Height * geometry.ResizedWidth > 2L * geometry.Region.Width * geometry.ResizedHeight;

    private void RunRowsFirst(in ResizeGeometry geometry, OutputWriter output)
    {
        int taps = _rowTaps.MaxCount;
        nint bytes = (nint)geometry.Window.Width * Channels;
        byte** pointers = ColumnScratch(taps);
        _ring.Reset(taps, RowBytes(geometry));
        for (int y = 0; y < geometry.Window.Height; y++)
        {
            int first = _rowTaps.First[y];
            int count = _rowTaps.Count[y];
            for (int k = 0; k < count; k++)
            {
                if (!_ring.Find(first + k, out void* place))
                    ResizeRow(Rows.Row(first + k), geometry.Window.Width, (byte*)place);

                pointers[k] = (byte*)place;
            }

            Kernels.ConvolveColumns(pointers, _low, _high, SetColumnWeights(y, pointers), output.RowTarget(y), bytes);
            output.EndRow(y);
        }
    }

    private void RunColumnsFirst(in ResizeGeometry geometry, OutputWriter output)
    {
        byte** pointers = ColumnScratch(_rowTaps.MaxCount);
        nint rowBytes = (nint)Rows.RowPixels * Channels;
        nint bytes = (nint)geometry.Window.Width * Channels;
        byte* column = _column.Get((nuint)rowBytes);
        byte* resized = _resized.Get((nuint)RowBytes(geometry) + KernelSet.WriteSlack);
        for (int y = 0; y < geometry.Window.Height; y++)
        {
            for (int k = 0; k < _rowTaps.Count[y]; k++)
                pointers[k] = Rows.Row(_rowTaps.First[y] + k);

            Kernels.ConvolveColumns(pointers, _low, _high, SetColumnWeights(y, pointers), column, rowBytes);
            ResizeRow(column, geometry.Window.Width, resized);
            Buffer.MemoryCopy(resized, output.RowTarget(y), bytes, bytes);
            output.EndRow(y);
        }
    }

    private void RunRowsOnly(in ResizeGeometry geometry, OutputWriter output)
    {
        nint bytes = (nint)geometry.Window.Width * Channels;
        byte* resized = _resized.Get((nuint)RowBytes(geometry) + KernelSet.WriteSlack);
        for (int y = 0; y < geometry.Window.Height; y++)
        {
            ResizeRow(Rows.Row(geometry.Window.Y + y), geometry.Window.Width, resized);
            Buffer.MemoryCopy(resized, output.RowTarget(y), bytes, bytes);
            output.EndRow(y);
        }
    }

    private nint RowBytes(in ResizeGeometry geometry) =>
        (nint)(_filterRows ? _weights.Count : geometry.Window.Width) * Channels;

    private void ResizeRow(byte* row, int width, byte* target)
    {
        if (!_filterRows && Channels == 3)
            NearestKernels.Row3(row, _columnOffsets, width, target);
        else if (!_filterRows)
            NearestKernels.Row1(row, _columnOffsets, width, target);
        else if (Channels == 3)
            Kernels.ConvolveRow3(row, _weights.Offsets, _weights.Weights, _weights.HighWeights, _weights.Pairs, _weights.Count, target);
        else
            Kernels.ConvolveRow1(row, _weights.Offsets, _weights.Weights, _weights.HighWeights, _weights.Pairs, _weights.Count, target);
    }

    private byte** ColumnScratch(int taps)
    {
        int even = (taps + 1) & ~1;
        byte** pointers = (byte**)_pointers.Get((nuint)even * (nuint)(sizeof(byte*) + sizeof(int)));
        _low = (int*)(pointers + even);
        _high = _low + even / 2;
        return pointers;
    }

    // An odd number of rows becomes even by a second use of the last one, with no weight.
    private int SetColumnWeights(int y, byte** pointers)
    {
        ReadOnlySpan<int> weights = _rowTaps.Weights(y);
        if ((weights.Length & 1) != 0)
            pointers[weights.Length] = pointers[weights.Length - 1];

        int pairs = (weights.Length + 1) / 2;
        for (int p = 0; p < pairs; p++)
        {
            int first = weights[p * 2];
            int second = p * 2 + 1 < weights.Length ? weights[p * 2 + 1] : 0;
            const int Mask = (1 << ConvolutionKernels.LowBits) - 1;
            _low[p] = (first & Mask) | (second & Mask) << 16;
            _high[p] = (first >> ConvolutionKernels.LowBits & 0xFFFF) | second >> ConvolutionKernels.LowBits << 16;
        }

        return pairs;
    }
}
