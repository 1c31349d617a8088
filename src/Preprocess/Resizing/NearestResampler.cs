using OpenVinoFlow.Preprocess.Kernels;
using OpenVinoFlow.Preprocess.Memory;
using OpenVinoFlow.Preprocess.Output;

namespace OpenVinoFlow.Preprocess.Resizing;

/// <summary>OpenCV's INTER_NEAREST; and, for every algorithm, a picture that already has the size it should have.</summary>
internal sealed unsafe class NearestResampler(KernelSet kernels, RowReader rows, int channels) : Resampler(kernels, rows, channels)
{
    private readonly NativeBuffer _offsets = new();
    private int* _columns;
    private int[] _lines = [];
    private bool _contiguous;

    public override void CheckGuards() => _offsets.CheckGuards();

    public override void Dispose() => _offsets.Dispose();

    protected override void Prepare(in ResizeGeometry geometry)
    {
        PixelRegion window = geometry.Window;
        _columns = (int*)_offsets.Get((nuint)window.Width * sizeof(int));
        var columns = new Span<int>(_columns, window.Width);
        OpencvTaps.Nearest(geometry.Region.Width, geometry.ResizedWidth, window.X, columns);
        RowOffsets.Place(columns, Rows, Channels);
        _contiguous = !Rows.Mirrored && geometry.Region.Width == geometry.ResizedWidth;

        if (_lines.Length < window.Height)
            _lines = new int[window.Height];

        OpencvTaps.Nearest(geometry.Region.Height, geometry.ResizedHeight, window.Y, _lines.AsSpan(0, window.Height));
    }

    protected override void Run(in ResizeGeometry geometry, OutputWriter output)
    {
        int width = geometry.Window.Width;
        for (int y = 0; y < geometry.Window.Height; y++)
        {
            byte* row = Rows.Row(_lines[y]);
            byte* target = output.RowTarget(y);
            if (_contiguous)
                Buffer.MemoryCopy(row + _columns[0], target, (long)width * Channels, (long)width * Channels);
            else if (Channels == 3)
                NearestKernels.Row3(row, _columns, width, target);
            else
                NearestKernels.Row1(row, _columns, width, target);

            output.EndRow(y);
        }
    }
}
