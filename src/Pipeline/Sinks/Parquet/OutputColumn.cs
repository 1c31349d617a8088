using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using OpenVinoFlow.Pipeline.Engines;
using Parquet.Schema;

namespace OpenVinoFlow.Pipeline.Sinks.Parquet;

/// <summary>A raw output as a column of lists. Floating-point types Parquet does not have are widened to f32.</summary>
/// <param name="Column">The column.</param>
/// <param name="Add">Adds the bytes of one image's part.</param>
internal sealed record OutputColumn(ListColumn Column, Action<byte[]> Add)
{
    /// <exception cref="SinkException">Parquet has no such type.</exception>
    public static OutputColumn For(TensorDescription output)
    {
        string name = $"output_{output.Name}";
        return output.Type switch
        {
            DataType.F32 => Of<float>(name),
            DataType.F64 => Of<double>(name),
            DataType.I8 => Of<sbyte>(name),
            DataType.I16 => Of<short>(name),
            DataType.I32 => Of<int>(name),
            DataType.I64 => Of<long>(name),
            DataType.U8 => Of<byte>(name),
            DataType.U16 => Of<ushort>(name),
            DataType.U32 => Of<uint>(name),
            DataType.U64 => Of<ulong>(name),
            DataType.Boolean => Of<bool>(name),
            DataType.F16 => Widened(name, static bytes =>
            {
                ReadOnlySpan<Half> halves = MemoryMarshal.Cast<byte, Half>(bytes);
                var wide = new float[halves.Length];
                TensorPrimitives.ConvertToSingle(halves, wide);
                return wide;
            }),
            DataType.Bf16 => Widened(name, static bytes =>
            {
                ReadOnlySpan<ushort> words = MemoryMarshal.Cast<byte, ushort>(bytes);
                var wide = new float[words.Length];
                for (int i = 0; i < wide.Length; i++)
                    wide[i] = BitConverter.UInt32BitsToSingle((uint)words[i] << 16);
                return wide;
            }),
            _ => throw new SinkException($"Output {output} cannot be written to a Parquet file: it has no such type."),
        };
    }

    private static OutputColumn Of<T>(string name)
        where T : unmanaged
    {
        var column = new ListColumn<T>(name, new DataField<T>("element", nullable: false));
        return new OutputColumn(column, bytes => column.Add(MemoryMarshal.Cast<byte, T>(bytes)));
    }

    private static OutputColumn Widened(string name, Func<byte[], float[]> widen)
    {
        var column = new ListColumn<float>(name, new DataField<float>("element", nullable: false));
        return new OutputColumn(column, bytes => column.Add(widen(bytes)));
    }
}
