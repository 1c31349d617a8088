namespace OpenVinoFlow.Native;

/// <summary>Sizes and names of <see cref="ElementType"/>.</summary>
public static class ElementTypeExtensions
{
    /// <summary>Bits of one element; 0 for <see cref="ElementType.Dynamic"/> and <see cref="ElementType.String"/>, which have no fixed size.</summary>
    public static int BitWidth(this ElementType type) => type switch
    {
        ElementType.U1 => 1,
        ElementType.U2 => 2,
        ElementType.U3 => 3,
        ElementType.I4 or ElementType.U4 or ElementType.NF4 or ElementType.F4E2M1 => 4,
        ElementType.U6 => 6,
        ElementType.Boolean or ElementType.I8 or ElementType.U8 or ElementType.F8E4M3 or ElementType.F8E5M2 or ElementType.F8E8M0 => 8,
        ElementType.BF16 or ElementType.F16 or ElementType.I16 or ElementType.U16 => 16,
        ElementType.F32 or ElementType.I32 or ElementType.U32 => 32,
        ElementType.F64 or ElementType.I64 or ElementType.U64 => 64,
        _ => 0,
    };

    /// <summary>The name in OpenVINO's model files: <c>f32</c>, <c>u8</c>, <c>boolean</c>.</summary>
    public static string ToIrName(this ElementType type) => type.ToString().ToLowerInvariant();

    /// <summary>The name in the original API and in ports of model files: <c>FP32</c>, <c>U8</c>, <c>BOOL</c>.</summary>
    public static string ToLegacyName(this ElementType type) => type switch
    {
        ElementType.F16 => "FP16",
        ElementType.F32 => "FP32",
        ElementType.F64 => "FP64",
        ElementType.Boolean => "BOOL",
        ElementType.U1 => "BIN",
        ElementType.Dynamic => "UNSPECIFIED",
        _ => type.ToString().ToUpperInvariant(),
    };

    /// <summary>The element type with that name in OpenVINO's model files, or null.</summary>
    internal static ElementType? FromIrName(string name) =>
        Enum.TryParse(name, ignoreCase: true, out ElementType type) && Enum.IsDefined(type) ? type : null;
}
