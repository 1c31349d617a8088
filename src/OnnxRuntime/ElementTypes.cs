using Microsoft.ML.OnnxRuntime.Tensors;
using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.OnnxRuntime;

/// <summary>ONNX Runtime's element types and this library's.</summary>
internal static class ElementTypes
{
    private static readonly (TensorElementType Onnx, DataType Type)[] _pairs =
    [
        (TensorElementType.Float, DataType.F32),
        (TensorElementType.Float16, DataType.F16),
        (TensorElementType.BFloat16, DataType.Bf16),
        (TensorElementType.Double, DataType.F64),
        (TensorElementType.Int8, DataType.I8),
        (TensorElementType.Int16, DataType.I16),
        (TensorElementType.Int32, DataType.I32),
        (TensorElementType.Int64, DataType.I64),
        (TensorElementType.UInt8, DataType.U8),
        (TensorElementType.UInt16, DataType.U16),
        (TensorElementType.UInt32, DataType.U32),
        (TensorElementType.UInt64, DataType.U64),
        (TensorElementType.Bool, DataType.Boolean),
    ];

    public static DataType From(TensorElementType onnx)
    {
        foreach ((TensorElementType candidate, DataType type) in _pairs)
        {
            if (candidate == onnx)
                return type;
        }

        return DataType.Unknown;
    }

    public static TensorElementType To(DataType type)
    {
        foreach ((TensorElementType onnx, DataType candidate) in _pairs)
        {
            if (candidate == type)
                return onnx;
        }

        throw new InferenceException($"ONNX Runtime has no tensors of type {type.Text()}.");
    }
}
