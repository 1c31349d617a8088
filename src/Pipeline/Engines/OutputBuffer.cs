using OpenVinoFlow.Pipeline.Buffers;

namespace OpenVinoFlow.Pipeline.Engines;

/// <summary>One output of one inference: memory of the right size where the shape is known beforehand, a growing copy where it is not.</summary>
public sealed class OutputBuffer : IDisposable
{
    private AlignedMemory _memory;
    private long[] _dims;

    /// <summary>Allocates the memory of an output whose shape is known, or none yet for one whose shape is dynamic.</summary>
    public OutputBuffer(TensorDescription description)
    {
        Description = description;
        _dims = [.. description.Dims];
        _memory = new AlignedMemory(description.IsDynamic ? 0 : ByteLengthOf(_dims));
        if (description.IsDynamic)
            _dims = [];
    }

    /// <summary>Room for copies of any shape.</summary>
    public static OutputBuffer ForCopies(string name, DataType type) => new(new TensorDescription(name, type, [-1]));

    /// <summary>Name, type and shape as compiled.</summary>
    public TensorDescription Description { get; }

    /// <summary>The memory; replaced by <see cref="Assign"/> when a dynamic output outgrows it.</summary>
    public AlignedMemory Memory => _memory;

    /// <summary>Dimensions of the last inference's result.</summary>
    public ReadOnlySpan<long> Dims => _dims;

    /// <summary>Length of the last inference's result.</summary>
    public long ByteLength => ByteLengthOf(_dims);

    /// <summary>Copies the result of a dynamic output.</summary>
    public void Assign(ReadOnlySpan<byte> data, ReadOnlySpan<long> dims)
    {
        if (!dims.SequenceEqual(_dims))
            _dims = dims.ToArray();

        if (_memory.ByteLength < data.Length)
        {
            _memory.Dispose();
            _memory = new AlignedMemory(data.Length);
        }

        data.CopyTo(_memory.Slice(0, data.Length));
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    private long ByteLengthOf(long[] dims)
    {
        if (dims.Length == 0 && Description.IsDynamic)
            return 0;

        long elements = 1;
        foreach (long dim in dims)
            elements = checked(elements * dim);
        return elements * Description.Type.Size();
    }
}
