using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace OpenVinoFlow.Preprocess.Files;

/// <summary>One array in NumPy's file format (.npy, version 1 to 3): little-endian or single-byte numbers in C order. Immutable.</summary>
public sealed partial class NpyArray
{
    private const int HeaderAlignment = 64;
    private const long LargestHeader = 1 << 20;

    private readonly byte[] _data;

    private NpyArray(PixelType type, int[] shape, byte[] data)
    {
        Type = type;
        Shape = shape;
        _data = data;
    }

    /// <summary>Type of the elements: u1, f4 or f2.</summary>
    public PixelType Type { get; }

    /// <summary>Lengths of the dimensions.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The elements' bytes, little-endian.</summary>
    public ReadOnlySpan<byte> Data => _data;

    /// <summary>The elements as single precision.</summary>
    public float[] ToSingles()
    {
        if (Type == PixelType.F32)
            return MemoryMarshal.Cast<byte, float>(_data).ToArray();

        if (Type == PixelType.U8)
            return Array.ConvertAll(_data, value => (float)value);

        ReadOnlySpan<Half> halves = MemoryMarshal.Cast<byte, Half>(_data);
        var singles = new float[halves.Length];
        for (int i = 0; i < singles.Length; i++)
            singles[i] = (float)halves[i];

        return singles;
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is no .npy file, or holds another type than u1, f2 or f4, or Fortran order, or its size is wrong.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NpyArray Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        ReadOnlySpan<byte> start = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];
        if (file.Length < 12 || !file.AsSpan().StartsWith(start))
            throw new InvalidDataException($"{path} is no .npy file.");

        bool small = file[6] == 1;
        int headerStart = small ? 10 : 12;
        long headerLength = small ? BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(8)) : BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(8));
        if (headerLength > LargestHeader || headerStart + headerLength > file.Length)
            throw new InvalidDataException($"{path} ends inside its header.");

        string header = Encoding.UTF8.GetString(file, headerStart, (int)headerLength);
        Match match = HeaderPattern().Match(header);
        if (!match.Success)
            throw new InvalidDataException($"{path} has the header {header.Trim()}; readable are the types u1, f2 and f4, little-endian, in C order.");

        PixelType type = match.Groups["type"].Value switch
        {
            "u1" => PixelType.U8,
            "f2" => PixelType.F16,
            _ => PixelType.F32,
        };

        int[] shape = [.. match.Groups["shape"].Value
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(length => int.Parse(length, CultureInfo.InvariantCulture))];

        byte[] data = file[(headerStart + (int)headerLength)..];
        long wanted = shape.Aggregate((long)Size(type), (bytes, length) => checked(bytes * length));
        return data.Length == wanted
            ? new NpyArray(type, shape, data)
            : throw new InvalidDataException($"{path} holds {data.Length} bytes of elements; its shape {Text(shape)} needs {wanted}.");
    }

    /// <summary>Writes a file; an existing one is replaced. bfloat16, which NumPy does not know, is refused.</summary>
    /// <param name="path">The file.</param>
    /// <param name="type">Type of the elements.</param>
    /// <param name="shape">Lengths of the dimensions.</param>
    /// <param name="data">The elements, little-endian.</param>
    /// <exception cref="ArgumentException">The type is bfloat16, or the bytes are not those of the shape.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, PixelType type, ReadOnlySpan<int> shape, ReadOnlySpan<byte> data)
    {
        string name = type switch
        {
            PixelType.U8 => "|u1",
            PixelType.F16 => "<f2",
            PixelType.F32 => "<f4",
            _ => throw new ArgumentException($"NumPy has no {type}; allowed: U8, F16, F32.", nameof(type)),
        };

        long wanted = Size(type);
        foreach (int length in shape)
            wanted = checked(wanted * length);

        if (data.Length != wanted)
            throw new ArgumentException($"{data.Length} bytes are given; the shape {Text(shape)} needs {wanted}.", nameof(data));

        string header = $"{{'descr': '{name}', 'fortran_order': False, 'shape': {Text(shape)}, }}";
        int padded = (10 + header.Length + 1 + HeaderAlignment - 1) / HeaderAlignment * HeaderAlignment - 10;
        Span<byte> start = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, 0, 0];
        BinaryPrimitives.WriteUInt16LittleEndian(start[8..], (ushort)padded);

        using FileStream file = File.Create(path);
        file.Write(start);
        file.Write(Encoding.ASCII.GetBytes(header.PadRight(padded - 1) + '\n'));
        file.Write(data);
    }

    private static int Size(PixelType type) => type switch
    {
        PixelType.U8 => 1,
        PixelType.F32 => 4,
        _ => 2,
    };

    private static string Text(ReadOnlySpan<int> shape) =>
        shape.Length == 1 ? $"({shape[0]},)" : $"({string.Join(", ", shape.ToArray())})";

    [GeneratedRegex(@"'descr':\s*'[<|](?<type>u1|f2|f4)',\s*'fortran_order':\s*False,\s*'shape':\s*\((?<shape>[0-9, ]*)\)")]
    private static partial Regex HeaderPattern();
}
