using OpenVinoFlow.Preprocess.Kernels;
using OpenVinoFlow.Preprocess.Memory;

namespace OpenVinoFlow.Preprocess.Resizing;

/// <summary>
/// Gives the rows of a region of the picture as it is seen. Rows that are stored as rows are handed out in place (mirrored ones backwards:
/// <see cref="Mirrored"/>); of a picture that is stored on its side, a few columns at a time are turned into rows. Rows must be asked for in
/// ascending order. Not thread-safe.
/// </summary>
internal sealed unsafe class RowReader : IDisposable
{
    private const int StripRows = 16;

    private readonly KernelSet _kernels;
    private readonly NativeBuffer _strip = new();
    private PixelSource _source;
    private PixelRegion _region;
    private OrientedView _view;
    private byte* _stripRows;
    private nint _stripStride;
    private int _stripStart;
    private int _stripLength;
    private int _stripCapacity;

    public RowReader(KernelSet kernels) => _kernels = kernels;

    /// <summary>Whether x runs from right to left in the rows that are handed out.</summary>
    public bool Mirrored => _view is { Transposed: false, MirrorX: true };

    /// <summary>Pixels in a row that is handed out.</summary>
    public int RowPixels => _view.Transposed ? _region.Width : _source.Width;

    /// <summary>Place of the region's x = 0 in a row that is handed out, counted from the row's right end when it is mirrored.</summary>
    public int RowStart => _view.Transposed ? 0 : _region.X;

    /// <summary>Begins a picture. With <paramref name="randomAccess"/> all its rows stay valid until the next picture.</summary>
    public void Open(in PixelSource source, in PixelRegion region, bool randomAccess)
    {
        _source = source;
        _region = region;
        _view = OrientedView.Of(source.Orientation);
        _stripStart = 0;
        _stripLength = 0;
        if (!_view.Transposed)
            return;

        _stripStride = (nint)region.Width * source.Channels + KernelSet.WriteSlack;
        _stripCapacity = randomAccess ? region.Height : Math.Min(StripRows, region.Height);
        _stripRows = _strip.Get((nuint)_stripStride * (nuint)_stripCapacity);
    }

    /// <summary>Row <paramref name="y"/> of the region; valid until a row beyond the strip is asked for.</summary>
    public byte* Row(int y)
    {
        int line = _region.Y + y;
        if (!_view.Transposed)
            return _source.Pixels + (_view.MirrorY ? _source.Height - 1 - line : line) * _source.Stride;

        if (y >= _stripStart + _stripLength)
            FillStrip(y);

        return _stripRows + (y - _stripStart) * _stripStride;
    }

    /// <summary>In a checking build, throws when the scratch memory was overrun.</summary>
    public void CheckGuards() => _strip.CheckGuards();

    public void Dispose() => _strip.Dispose();

    private void FillStrip(int y)
    {
        _stripStart = y;
        _stripLength = Math.Min(_stripCapacity, _region.Height - y);

        int firstLine = _region.Y + y;
        int column = _view.MirrorY ? _source.Width - firstLine - _stripLength : firstLine;
        int storedRow = _view.MirrorX ? _source.Height - 1 - _region.X : _region.X;
        byte* from = _source.Pixels + storedRow * _source.Stride + (nint)column * _source.Channels;
        nint fromStride = _view.MirrorX ? -_source.Stride : _source.Stride;
        byte* to = _view.MirrorY ? _stripRows + (_stripLength - 1) * _stripStride : _stripRows;
        nint toStride = _view.MirrorY ? -_stripStride : _stripStride;

        if (_source.Channels == 3)
            _kernels.Transpose3(from, fromStride, to, toStride, _region.Width, _stripLength);
        else
            TransposeKernels.Columns1(from, fromStride, to, toStride, _region.Width, _stripLength);
    }
}
