using System.Runtime.CompilerServices;
using OpenVinoFlow.Native.Interop;

namespace OpenVinoFlow.Native;

/// <summary>
/// A typed block of memory that requests read from and write to: allocated by OpenVINO, lent by the caller, or a request's own.
/// Setting one on a request copies nothing. Not thread-safe against an inference that writes it.
/// </summary>
public sealed unsafe class Tensor : IDisposable
{
    private readonly void* _data;

    /// <summary>Allocates an uninitialised tensor. The memory lives until the tensor is disposed and no request holds it.</summary>
    /// <exception cref="OpenVinoException">The type has no fixed size, or there is not enough memory.</exception>
    public Tensor(ElementType type, Shape shape)
        : this(Allocate(type, shape))
    {
    }

    private Tensor(TensorHandle handle)
    {
        Handle = handle;
        Status.Check(NativeMethods.ov_tensor_get_element_type(handle, out ElementType type), "read a tensor's element type");
        Status.Check(NativeMethods.ov_tensor_get_byte_size(handle, out nuint size), "read a tensor's size");
        ElementType = type;
        Shape = ReadShape(handle);
        ByteSize = (long)size;
        if (size > 0)
            Status.Check(NativeMethods.ov_tensor_data(handle, out _data), "reach a tensor's memory");
    }

    /// <summary>Type of the elements.</summary>
    public ElementType ElementType { get; }

    /// <summary>Dimensions. Of a request's own output with dynamic dimensions: as of the last finished inference when the tensor was fetched.</summary>
    public Shape Shape { get; }

    /// <summary>Bytes of the content.</summary>
    public long ByteSize { get; }

    /// <summary>
    /// First byte of the content, row-major without gaps; null when <see cref="ByteSize"/> is 0. Valid until <see cref="Dispose"/>; for a
    /// request's own output with dynamic dimensions only until that request runs again.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The tensor is disposed.</exception>
    public void* Data
    {
        get
        {
            ObjectDisposedException.ThrowIf(Handle.IsClosed, this);
            return _data;
        }
    }

    internal TensorHandle Handle { get; }

    /// <summary>
    /// A tensor over the caller's memory, without a copy. The memory must hold <c>shape.ByteSize(type)</c> bytes, must not move (native or
    /// pinned; 64-byte alignment is fastest), and must stay until no request has this tensor set.
    /// </summary>
    /// <exception cref="ArgumentNullException"><paramref name="data"/> is null.</exception>
    /// <exception cref="OpenVinoException">The type has no fixed size.</exception>
    public static Tensor FromHostMemory(ElementType type, Shape shape, void* data)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(data);
        OpenVinoRuntime.Load();
        fixed (long* dimensions = Addressable(shape))
        {
            var native = new NativeShape { Rank = shape.Rank, Dimensions = dimensions };
            Status.Check(NativeMethods.ov_tensor_create_from_host_ptr(type, native, data, out TensorHandle handle), "make a tensor over host memory", $"{type.ToIrName()} {shape}");
            return new Tensor(handle);
        }
    }

    /// <summary>
    /// The content as a span, without a copy; valid as long as <see cref="Data"/>. <typeparamref name="T"/> must have the size of one
    /// element, or be <see cref="byte"/> for the raw content.
    /// </summary>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> has another size than the elements.</exception>
    /// <exception cref="OverflowException">The content is longer than a span can be.</exception>
    public Span<T> AsSpan<T>()
        where T : unmanaged
    {
        void* data = Data;
        if (Unsafe.SizeOf<T>() != 1 && Unsafe.SizeOf<T>() * 8 != ElementType.BitWidth())
            throw new InvalidOperationException($"The tensor holds {ElementType.ToIrName()}: read it as a type of that size or as byte, not as {typeof(T).Name}.");

        return new Span<T>(data, checked((int)(ByteSize / Unsafe.SizeOf<T>())));
    }

    /// <summary>Gives the handle back. Memory that OpenVINO allocated stays while a request still holds the tensor.</summary>
    public void Dispose() => Handle.Dispose();

    /// <summary>For people: <c>f32 [1,3,224,224]</c>.</summary>
    public override string ToString() => $"{ElementType.ToIrName()} {Shape}";

    internal static Tensor Adopt(TensorHandle handle) => new(handle);

    private static TensorHandle Allocate(ElementType type, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        OpenVinoRuntime.Load();
        fixed (long* dimensions = Addressable(shape))
        {
            var native = new NativeShape { Rank = shape.Rank, Dimensions = dimensions };
            Status.Check(NativeMethods.ov_tensor_create(type, native, out TensorHandle handle), "allocate a tensor", $"{type.ToIrName()} {shape}");
            return handle;
        }
    }

    /// <summary>Dimensions to take the address of: a scalar has none, but the C interface refuses a null pointer.</summary>
    private static ReadOnlySpan<long> Addressable(Shape shape) => shape.Rank > 0 ? shape.AsSpan() : [1];

    private static Shape ReadShape(TensorHandle handle)
    {
        // Of a scalar, older releases leave the structure as it was, and newer ones say that a parameter was invalid, which none is.
        NativeShape native = default;
        StatusCode status = NativeMethods.ov_tensor_get_shape(handle, &native);
        if (status == StatusCode.INVALID_C_PARAM)
            return [];

        Status.Check(status, "read a tensor's shape");
        try
        {
            return new Shape(new ReadOnlySpan<long>(native.Dimensions, (int)native.Rank));
        }
        finally
        {
            if (native.Dimensions is not null)
                _ = NativeMethods.ov_shape_free(&native);
        }
    }
}
