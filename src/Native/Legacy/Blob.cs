using OpenVinoFlow.Native.Interop;

namespace OpenVinoFlow.Native.Legacy;

/// <summary>
/// Described memory that a request reads from or writes to (<c>Blob</c> of the original API): a <see cref="Native.Tensor"/> that knows its
/// layout. Setting one on a request copies nothing.
/// </summary>
public sealed unsafe class Blob : IDisposable
{
    private readonly PinnedMemory? _pin;

    /// <summary>A blob in memory of its own, uninitialised.</summary>
    public Blob(TensorDesc description)
        : this(description, new Tensor((description ?? throw new ArgumentNullException(nameof(description))).Precision, description.Dims), pin: null)
    {
    }

    internal Blob(TensorDesc description, Tensor tensor, PinnedMemory? pin)
    {
        TensorDesc = description;
        Tensor = tensor;
        _pin = pin;
    }

    /// <summary>Type, dimensions and layout.</summary>
    public TensorDesc TensorDesc { get; }

    /// <summary>The same memory for the calls that take a tensor.</summary>
    public Tensor Tensor { get; }

    /// <summary>Bytes of the content.</summary>
    public long ByteSize => Tensor.ByteSize;

    /// <summary>True for a view that a request made of its own memory, and that ends with it.</summary>
    internal bool IsView { get; init; }

    internal bool IsDisposed => Tensor.Handle.IsClosed;

    /// <summary>
    /// A blob over managed memory, which is pinned until the blob is disposed. Nothing is copied: what is written to the memory later is
    /// what the next inference reads.
    /// </summary>
    /// <exception cref="ArgumentException">The memory is too small, or its elements have another size.</exception>
    public static Blob FromMemory<T>(TensorDesc description, Memory<T> memory)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(description);
        long bytes = (long)memory.Length * sizeof(T);
        if (bytes < description.ByteSize || (sizeof(T) != 1 && sizeof(T) * 8 != description.Precision.BitWidth()))
            throw new ArgumentException($"A blob {description} needs {description.ByteSize} bytes of elements of its type; given are {memory.Length} of {typeof(T).Name}, {bytes} bytes.", nameof(memory));

        var pin = new PinnedMemory(memory.Pin());
        return new Blob(description, Tensor.FromHostMemory(description.Precision, description.Dims, pin.Address), pin);
    }

    /// <summary>A blob over an array; see <see cref="FromMemory{T}"/>.</summary>
    /// <exception cref="ArgumentException">The array is too small, or its elements have another size.</exception>
    public static Blob FromArray<T>(TensorDesc description, T[] array)
        where T : unmanaged => FromMemory<T>(description, array);

    /// <summary>A blob over native memory that the caller keeps, at least as long as a request has the blob set.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="data"/> is null.</exception>
    public static Blob FromHostMemory(TensorDesc description, void* data)
    {
        ArgumentNullException.ThrowIfNull(description);
        return new Blob(description, Tensor.FromHostMemory(description.Precision, description.Dims, data), pin: null);
    }

    /// <summary>
    /// The content without a copy. Valid until the blob is disposed; a request's own output with dynamic dimensions only until that
    /// request runs again.
    /// </summary>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> has another size than the elements.</exception>
    public Span<T> AsSpan<T>()
        where T : unmanaged => Tensor.AsSpan<T>();

    /// <summary>The content without a copy, as memory that can be kept in fields; it keeps the blob's memory alive. Valid as <see cref="AsSpan{T}"/>.</summary>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> has another size than the elements.</exception>
    public Memory<T> AsMemory<T>()
        where T : unmanaged => new TensorMemory<T>(Tensor).Memory;

    /// <summary>Gives the memory back, or the caller's memory free. Not while a request that has it set is running.</summary>
    public void Dispose()
    {
        Tensor.Dispose();
        _pin?.Dispose();
    }

    /// <summary>For people: <c>U8 NHWC [1,224,224,3]</c>.</summary>
    public override string ToString() => TensorDesc.ToString();
}
