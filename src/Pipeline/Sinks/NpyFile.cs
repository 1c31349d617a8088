using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.Pipeline.Sinks;

/// <summary>
/// A file in NumPy's format, version 1.0, that grows row by row. The header has room for the longest row count, and is written again when
/// the rows before it are on disk, so that an unfinished file is still a valid one.
/// </summary>
internal sealed class NpyFile : IDisposable
{
    private const int HeaderSize = 256;
    private const int WriteSize = 256 << 10;

    private readonly FileStream _file;
    private readonly SafeFileHandle _handle;
    private readonly DataType _type;
    private readonly long[] _dims;
    private readonly bool _stacked;
    private readonly byte[] _buffer = new byte[WriteSize];
    private int _buffered;
    private long _rows;

    /// <param name="file">Owned from now on.</param>
    /// <param name="type">Type of the elements given to <see cref="Append"/>.</param>
    /// <param name="dims">Dimensions of one row.</param>
    /// <param name="stacked">Whether rows are stacked along a new first dimension; otherwise there is one row and its dimensions are the file's.</param>
    public NpyFile(FileStream file, DataType type, long[] dims, bool stacked = true)
    {
        _file = file;
        _handle = file.SafeFileHandle;
        _type = type;
        _dims = dims;
        _stacked = stacked;
        WriteHeader();
    }

    /// <summary>Continues a file that has rows and ends with them.</summary>
    public NpyFile(FileStream file, DataType type, long[] dims, long rows)
        : this(file, type, dims) => _rows = rows;

    /// <summary>Length of a file with so many rows.</summary>
    public static long LengthOf(long rows, DataType type, long[] dims)
    {
        long row = type == DataType.Bf16 ? sizeof(float) : type.Size();
        foreach (long dim in dims)
            row = checked(row * dim);
        return checked(HeaderSize + (rows * row));
    }

    /// <summary>Adds one row.</summary>
    public void Append(ReadOnlySpan<byte> row)
    {
        if (_type == DataType.Bf16)
            AppendWidened(MemoryMarshal.Cast<byte, ushort>(row));
        else
            AppendBytes(row);
        _rows++;
    }

    /// <summary>Brings the rows to disk, then the header that counts them.</summary>
    public void Complete()
    {
        Write();
        _file.Flush(flushToDisk: true);
        WriteHeader();
        _file.Flush(flushToDisk: true);
    }

    /// <summary>Brings to disk what was handed over. May be called while rows are added.</summary>
    public void Sync() => RandomAccess.FlushToDisk(_handle);

    public void Dispose() => _file.Dispose();

    private void AppendBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _buffer.Length - _buffered)
            Write();

        if (bytes.Length > _buffer.Length)
        {
            _file.Write(bytes);
            return;
        }

        bytes.CopyTo(_buffer.AsSpan(_buffered));
        _buffered += bytes.Length;
    }

    private void AppendWidened(ReadOnlySpan<ushort> values)
    {
        Span<float> wide = stackalloc float[256];
        while (values.Length > 0)
        {
            int count = Math.Min(values.Length, wide.Length);
            for (int i = 0; i < count; i++)
                wide[i] = BitConverter.UInt32BitsToSingle((uint)values[i] << 16);
            AppendBytes(MemoryMarshal.AsBytes(wide[..count]));
            values = values[count..];
        }
    }

    /// <summary>Hands every row to the operating system.</summary>
    public void Write()
    {
        _file.Write(_buffer.AsSpan(0, _buffered));
        _buffered = 0;
    }

    private void WriteHeader()
    {
        IEnumerable<long> shape = _stacked ? _dims.Prepend(_rows) : _dims;
        string dims = string.Concat(shape.Select(dim => dim.ToString(CultureInfo.InvariantCulture) + ", "));
        string text = $"{{'descr': '{Descriptor(_type)}', 'fortran_order': False, 'shape': ({dims.TrimEnd()}), }}";

        Span<byte> header = stackalloc byte[HeaderSize];
        header.Fill((byte)' ');
        header[0] = 0x93;
        "NUMPY"u8.CopyTo(header[1..]);
        header[6] = 1;
        header[7] = 0;
        BitConverter.TryWriteBytes(header[8..], (ushort)(HeaderSize - 10));
        Encoding.ASCII.GetBytes(text, header[10..]);
        header[^1] = (byte)'\n';

        long end = Math.Max(_file.Position, HeaderSize);
        _file.Position = 0;
        _file.Write(header);
        _file.Position = end;
    }

    private static string Descriptor(DataType type) => type switch
    {
        DataType.F32 or DataType.Bf16 => "<f4",
        DataType.F16 => "<f2",
        DataType.F64 => "<f8",
        DataType.I8 => "|i1",
        DataType.I16 => "<i2",
        DataType.I32 => "<i4",
        DataType.I64 => "<i8",
        DataType.U8 => "|u1",
        DataType.U16 => "<u2",
        DataType.U32 => "<u4",
        DataType.U64 => "<u8",
        DataType.Boolean => "|b1",
        _ => throw new NotSupportedException($"Outputs of type {type} cannot be written in NumPy's format."),
    };
}
