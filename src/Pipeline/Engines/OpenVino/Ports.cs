using OpenVinoFlow.Native;

namespace OpenVinoFlow.Pipeline.Engines.OpenVino;

/// <summary>OpenVINO's ports and element types as the pipeline's.</summary>
internal static class Ports
{
    public static TensorDescription Describe(Port port) => new(
        port.Key,
        TypeOf(port.ElementType),
        DimsOf(port.PartialShape));

    public static ElementType ElementTypeOf(DataType type) => type switch
    {
        DataType.F32 => ElementType.F32,
        DataType.F16 => ElementType.F16,
        DataType.Bf16 => ElementType.BF16,
        DataType.F64 => ElementType.F64,
        DataType.I8 => ElementType.I8,
        DataType.I16 => ElementType.I16,
        DataType.I32 => ElementType.I32,
        DataType.I64 => ElementType.I64,
        DataType.U8 => ElementType.U8,
        DataType.U16 => ElementType.U16,
        DataType.U32 => ElementType.U32,
        DataType.U64 => ElementType.U64,
        DataType.Boolean => ElementType.Boolean,
        _ => throw new InferenceException($"OpenVINO has no tensors of type {type.Text()} that can be read here."),
    };

    private static DataType TypeOf(ElementType type) => type switch
    {
        ElementType.F32 => DataType.F32,
        ElementType.F16 => DataType.F16,
        ElementType.BF16 => DataType.Bf16,
        ElementType.F64 => DataType.F64,
        ElementType.I8 => DataType.I8,
        ElementType.I16 => DataType.I16,
        ElementType.I32 => DataType.I32,
        ElementType.I64 => DataType.I64,
        ElementType.U8 => DataType.U8,
        ElementType.U16 => DataType.U16,
        ElementType.U32 => DataType.U32,
        ElementType.U64 => DataType.U64,
        ElementType.Boolean => DataType.Boolean,
        _ => DataType.Unknown,
    };

    private static long[] DimsOf(PartialShape shape) => shape.HasRank ? [.. shape.Select(dim => dim.IsDynamic ? -1 : dim.Min)] : [];
}
