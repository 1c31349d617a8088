using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace OpenVinoFlow.Native.Tests.Support;

/// <summary>A NumPy file of half or single precision, as single precision.</summary>
internal sealed class NpyFile
{
    private NpyFile(Shape shape, float[] values)
    {
        Shape = shape;
        Values = values;
    }

    public Shape Shape { get; }

    public float[] Values { get; }

    public static NpyFile Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int headerLength = BitConverter.ToUInt16(bytes, 8);
        string header = Encoding.ASCII.GetString(bytes, 10, headerLength);
        ReadOnlySpan<byte> data = bytes.AsSpan(10 + headerLength);

        string dimensions = header[(header.IndexOf('(') + 1)..header.IndexOf(')')];
        long[] shape = [.. dimensions.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(static d => long.Parse(d, CultureInfo.InvariantCulture))];

        float[] values = header.Contains("'<f4'", StringComparison.Ordinal)
            ? MemoryMarshal.Cast<byte, float>(data).ToArray()
            : header.Contains("'<f2'", StringComparison.Ordinal)
                ? Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(data).ToArray(), static value => (float)value)
                : throw new InvalidDataException($"{path}: neither f4 nor f2 ({header})");

        return new NpyFile(new Shape(shape), values);
    }
}
