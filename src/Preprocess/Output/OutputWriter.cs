using OpenVinoFlow.Preprocess.Kernels;
using OpenVinoFlow.Preprocess.Memory;
using OpenVinoFlow.Preprocess.Resizing;

namespace OpenVinoFlow.Preprocess.Output;

/// <summary>
/// Receives resized rows as interleaved bytes and writes the network's input row by row: padding, element type, mean and scale, layout. A row
/// is converted while it lies in the first-level cache. Not thread-safe.
/// </summary>
internal sealed unsafe class OutputWriter : IDisposable
{
    private readonly PreprocessOptions _options;
    private readonly KernelSet _kernels;
    private readonly NativeBuffer _row = new();
    private readonly NativeBuffer _single = new();
    private readonly float[] _mean = new float[OutputKernels.Period];
    private readonly float[] _scale = new float[OutputKernels.Period];
    private readonly bool _reciprocal;
    private readonly bool _planar;
    private readonly bool _direct;
    private readonly int _rowElements;

    private byte* _target;
    private byte* _rowBytes;
    private float* _rowSingles;
    private int _left;
    private int _top;

    public OutputWriter(PreprocessOptions options, KernelSet kernels)
    {
        _options = options;
        _kernels = kernels;
        _planar = options.OutputLayout == TensorLayout.Nchw && options.Channels > 1;
        _direct = options.OutputType == PixelType.U8 && !_planar;
        _rowElements = options.Width * options.Channels;
        _reciprocal = true;
        for (int c = 0; c < options.Channels; c++)
            _reciprocal &= HasExactReciprocal(PreprocessOptions.ForChannel(options.Scale, c));

        for (int i = 0; i < OutputKernels.Period; i++)
        {
            float scale = PreprocessOptions.ForChannel(options.Scale, i % options.Channels);
            _mean[i] = PreprocessOptions.ForChannel(options.Mean, i % options.Channels);
            _scale[i] = _reciprocal ? 1f / scale : scale;
        }
    }

    /// <summary>Begins a picture: everything outside the window becomes padding.</summary>
    public void Begin(byte* target, in ResizeGeometry geometry)
    {
        _target = target;
        _left = geometry.Left;
        _top = geometry.Top;
        if (!_direct)
        {
            _rowBytes = _row.Get((nuint)_rowElements);
            if (_options.OutputType is PixelType.F16 or PixelType.Bf16)
                _rowSingles = (float*)_single.Get((nuint)_rowElements * sizeof(float));
        }

        bool wholeWidth = geometry.Window.Width == _options.Width;
        if (wholeWidth && geometry.Window.Height == _options.Height)
            return;

        if (_direct)
        {
            new Span<byte>(target, _rowElements * _options.Height).Fill(_options.PadValue);
            return;
        }

        new Span<byte>(_rowBytes, _rowElements).Fill(_options.PadValue);
        for (int y = 0; y < geometry.Top; y++)
            Convert(y);

        for (int y = geometry.Top + geometry.Window.Height; y < _options.Height; y++)
            Convert(y);
    }

    /// <summary>Where row <paramref name="y"/> of the window is to be written, exactly as wide as the window.</summary>
    public byte* RowTarget(int y) =>
        (_direct ? _target + (nint)(_top + y) * _rowElements : _rowBytes) + (nint)_left * _options.Channels;

    /// <summary>Takes over what was written to <see cref="RowTarget"/>.</summary>
    public void EndRow(int y)
    {
        if (!_direct)
            Convert(_top + y);
    }

    public void CheckGuards()
    {
        _row.CheckGuards();
        _single.CheckGuards();
    }

    public void Dispose()
    {
        _row.Dispose();
        _single.Dispose();
    }

    private void Convert(int y)
    {
        fixed (float* mean = _mean)
        fixed (float* scale = _scale)
        {
            if (_options.OutputType == PixelType.U8)
                SplitBytes(y);
            else if (_options.OutputType == PixelType.F32)
                WriteSingles(y, mean, scale);
            else
                WriteHalves(y, mean, scale);
        }
    }

    private void SplitBytes(int y)
    {
        nint plane = (nint)_options.Width * _options.Height;
        byte* first = _target + (nint)y * _options.Width;
        _kernels.OutputSplit(_rowBytes, first, first + plane, first + plane * 2, _options.Width);
    }

    private void WriteSingles(int y, float* mean, float* scale)
    {
        float* target = (float*)_target;
        if (!_planar)
        {
            _kernels.OutputInterleaved(_rowBytes, mean, scale, _reciprocal, target + (nint)y * _rowElements, _rowElements);
            return;
        }

        nint plane = (nint)_options.Width * _options.Height;
        float* first = target + (nint)y * _options.Width;
        _kernels.OutputPlanar(_rowBytes, mean, scale, _reciprocal, first, first + plane, first + plane * 2, _options.Width);
    }

    private void WriteHalves(int y, float* mean, float* scale)
    {
        ushort* target = (ushort*)_target;
        if (!_planar)
        {
            _kernels.OutputInterleaved(_rowBytes, mean, scale, _reciprocal, _rowSingles, _rowElements);
            Narrow(_rowSingles, target + (nint)y * _rowElements, _rowElements);
            return;
        }

        int width = _options.Width;
        _kernels.OutputPlanar(_rowBytes, mean, scale, _reciprocal, _rowSingles, _rowSingles + width, _rowSingles + width * 2, width);
        for (int c = 0; c < 3; c++)
            Narrow(_rowSingles + c * width, target + ((nint)c * _options.Height + y) * width, width);
    }

    private void Narrow(float* source, ushort* target, int count)
    {
        if (_options.OutputType == PixelType.F16)
            _kernels.OutputHalf(source, target, count);
        else
            _kernels.OutputBFloat16(source, target, count);
    }

    private static bool HasExactReciprocal(float value) => float.IsPow2(Math.Abs(value)) && float.IsNormal(1f / value);
}
