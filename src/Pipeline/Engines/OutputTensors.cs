using System.Runtime.InteropServices;

namespace OpenVinoFlow.Pipeline.Engines;

/// <summary>The outputs of one image within a batch. Valid as long as the item it came from.</summary>
public readonly struct OutputTensors
{
    private readonly IReadOnlyList<OutputBuffer> _buffers;
    private readonly int _place;
    private readonly int _batch;

    internal OutputTensors(IReadOnlyList<OutputBuffer> buffers, int place, int batch)
    {
        _buffers = buffers;
        _place = place;
        _batch = batch;
    }

    /// <summary>Number of outputs; 0 for an item without a result.</summary>
    public int Count => _buffers.Count;

    /// <summary>One output.</summary>
    public OutputTensor this[int index] => new(_buffers[index], _place, _batch);

    /// <summary>Copies of all outputs.</summary>
    public OwnedTensor[] ToOwned()
    {
        var owned = new OwnedTensor[Count];
        for (int i = 0; i < owned.Length; i++)
            owned[i] = this[i].ToOwned();
        return owned;
    }
}

/// <summary>One output of one image: a slice of the batch's output memory, without a copy.</summary>
public readonly struct OutputTensor
{
    private readonly OutputBuffer _buffer;
    private readonly int _place;
    private readonly int _batch;

    internal OutputTensor(OutputBuffer buffer, int place, int batch)
    {
        _buffer = buffer;
        _place = place;
        _batch = batch;
    }

    /// <summary>The output's name.</summary>
    public string Name => _buffer.Description.Name;

    /// <summary>Element type.</summary>
    public DataType Type => _buffer.Description.Type;

    /// <summary>The bytes of this image's part.</summary>
    public ReadOnlySpan<byte> Bytes
    {
        get
        {
            long length = _buffer.ByteLength / _batch;
            return _buffer.Memory.Slice(_place * length, length);
        }
    }

    /// <summary>The elements of this image's part.</summary>
    /// <typeparam name="T">The managed type of <see cref="Type"/>.</typeparam>
    public ReadOnlySpan<T> AsSpan<T>()
        where T : unmanaged
    {
        if (System.Runtime.CompilerServices.Unsafe.SizeOf<T>() != Type.Size())
            throw new InvalidOperationException($"Output {Name} has elements of type {Type.Text()}, not {typeof(T).Name}.");
        return MemoryMarshal.Cast<byte, T>(Bytes);
    }

    /// <summary>Dimensions of this image's part: the batch dimension is 1 where the batch is cut along it.</summary>
    public long[] Dims()
    {
        long[] dims = _buffer.Dims.ToArray();
        if (_batch > 1)
            dims[0] /= _batch;
        return dims;
    }

    /// <summary>A copy.</summary>
    public OwnedTensor ToOwned() => new(Name, Type, Dims(), Bytes.ToArray());
}

/// <summary>A tensor with managed memory of its own.</summary>
/// <param name="Name">The output's name.</param>
/// <param name="Type">Element type.</param>
/// <param name="Dims">Dimensions.</param>
/// <param name="Bytes">The elements in row-major order, little-endian.</param>
public sealed record OwnedTensor(string Name, DataType Type, long[] Dims, byte[] Bytes)
{
    /// <summary>The elements.</summary>
    /// <typeparam name="T">The managed type of <see cref="Type"/>.</typeparam>
    public ReadOnlySpan<T> AsSpan<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Bytes);
}
