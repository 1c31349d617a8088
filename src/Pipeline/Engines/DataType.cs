namespace OpenVinoFlow.Pipeline.Engines;

/// <summary>Element type of a tensor.</summary>
public enum DataType
{
    /// <summary>A type this library cannot read.</summary>
    Unknown,

    /// <summary>32-bit floating point.</summary>
    F32,

    /// <summary>16-bit floating point.</summary>
    F16,

    /// <summary>bfloat16.</summary>
    Bf16,

    /// <summary>64-bit floating point.</summary>
    F64,

    /// <summary>Signed 8-bit integer.</summary>
    I8,

    /// <summary>Signed 16-bit integer.</summary>
    I16,

    /// <summary>Signed 32-bit integer.</summary>
    I32,

    /// <summary>Signed 64-bit integer.</summary>
    I64,

    /// <summary>Unsigned 8-bit integer.</summary>
    U8,

    /// <summary>Unsigned 16-bit integer.</summary>
    U16,

    /// <summary>Unsigned 32-bit integer.</summary>
    U32,

    /// <summary>Unsigned 64-bit integer.</summary>
    U64,

    /// <summary>One byte, 0 or 1.</summary>
    Boolean,
}

/// <summary>Sizes and names of <see cref="DataType"/>.</summary>
public static class DataTypes
{
    /// <summary>Bytes of one element.</summary>
    /// <exception cref="NotSupportedException">The type is <see cref="DataType.Unknown"/>.</exception>
    public static int Size(this DataType type) => type switch
    {
        DataType.F32 or DataType.I32 or DataType.U32 => 4,
        DataType.F16 or DataType.Bf16 or DataType.I16 or DataType.U16 => 2,
        DataType.F64 or DataType.I64 or DataType.U64 => 8,
        DataType.I8 or DataType.U8 or DataType.Boolean => 1,
        _ => throw new NotSupportedException($"Tensors of type {type} are not supported."),
    };

    /// <summary>The short lower-case name, for example <c>f32</c>.</summary>
    public static string Text(this DataType type) => type switch
    {
        DataType.F32 => "f32",
        DataType.F16 => "f16",
        DataType.Bf16 => "bf16",
        DataType.F64 => "f64",
        DataType.I8 => "i8",
        DataType.I16 => "i16",
        DataType.I32 => "i32",
        DataType.I64 => "i64",
        DataType.U8 => "u8",
        DataType.U16 => "u16",
        DataType.U32 => "u32",
        DataType.U64 => "u64",
        DataType.Boolean => "boolean",
        _ => "unknown",
    };
}
