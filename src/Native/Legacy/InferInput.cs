using System.Runtime.InteropServices;

namespace OpenVinoFlow.Native.Legacy;

/// <summary>
/// Content for one input: a blob or tensor, which is used in place, or an array of any rank, which is copied in. Converts implicitly from
/// each.
/// </summary>
public readonly struct InferInput
{
    private InferInput(Blob blob) => Blob = blob;

    private InferInput(Tensor tensor) => Tensor = tensor;

    private InferInput(Array array) => Array = array;

    internal Blob? Blob { get; }

    internal Tensor? Tensor { get; }

    internal Array? Array { get; }

    /// <summary>Uses a blob in place.</summary>
    public static implicit operator InferInput(Blob blob) => FromBlob(blob);

    /// <summary>Uses a tensor in place.</summary>
    public static implicit operator InferInput(Tensor tensor) => FromTensor(tensor);

    /// <summary>Copies an array's elements.</summary>
    public static implicit operator InferInput(Array array) => FromArray(array);

    /// <summary>Uses a blob in place.</summary>
    public static InferInput FromBlob(Blob blob) => new(blob ?? throw new ArgumentNullException(nameof(blob)));

    /// <summary>Uses a tensor in place.</summary>
    public static InferInput FromTensor(Tensor tensor) => new(tensor ?? throw new ArgumentNullException(nameof(tensor)));

    /// <summary>Copies an array's elements.</summary>
    /// <exception cref="ArgumentException">The elements are not numbers.</exception>
    public static InferInput FromArray(Array array)
    {
        ArgumentNullException.ThrowIfNull(array);
        _ = ElementSize(array);
        return new InferInput(array);
    }

    internal static ReadOnlySpan<byte> Bytes(Array array) =>
        MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(array), checked(array.Length * ElementSize(array)));

    internal static int ElementSize(Array array)
    {
        Type element = array.GetType().GetElementType()!;
        return Type.GetTypeCode(element) switch
        {
            TypeCode.Boolean or TypeCode.Byte or TypeCode.SByte => 1,
            TypeCode.Char or TypeCode.Int16 or TypeCode.UInt16 => 2,
            TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Single => 4,
            TypeCode.Int64 or TypeCode.UInt64 or TypeCode.Double => 8,
            _ when element == typeof(Half) => 2,
            _ => throw new ArgumentException($"An array of {element.Name} cannot be an input: give numbers.", nameof(array)),
        };
    }
}
