using OpenVinoFlow.Preprocess.Kernels;
using OpenVinoFlow.Preprocess.Memory;

namespace OpenVinoFlow.Preprocess.Resizing;

/// <summary>The last few rows that were resized along x, found by their number.</summary>
internal sealed unsafe class RowRing : IDisposable
{
    private readonly NativeBuffer _memory = new();
    private int[] _held = [];
    private byte* _rows;
    private nint _stride;
    private int _size;

    /// <summary>Makes room for <paramref name="size"/> rows of <paramref name="rowBytes"/> bytes; none is held.</summary>
    public void Reset(int size, nint rowBytes)
    {
        _stride = (rowBytes + KernelSet.WriteSlack + 63) & ~(nint)63;
        _rows = _memory.Get((nuint)_stride * (nuint)size);
        _size = size;
        if (_held.Length < size)
            _held = new int[size];

        _held.AsSpan(0, size).Fill(-1);
    }

    /// <summary>The place of a row; true where it is already held, false where the caller must fill it.</summary>
    public bool Find(int row, out void* place)
    {
        int slot = row % _size;
        place = _rows + slot * _stride;
        if (_held[slot] == row)
            return true;

        _held[slot] = row;
        return false;
    }

    public void CheckGuards() => _memory.CheckGuards();

    public void Dispose() => _memory.Dispose();
}
