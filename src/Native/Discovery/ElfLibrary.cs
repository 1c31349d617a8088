using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace OpenVinoFlow.Native.Discovery;

/// <summary>
/// A look at a Linux library before the system maps it: a file that was cut short ends the process there, and one for another processor
/// gets a message that says something else.
/// </summary>
internal static class ElfLibrary
{
    private const int HeaderSize = 64;
    private const uint Load = 1;

    /// <summary>Why the file cannot be loaded; null when nothing speaks against it.</summary>
    public static string? Defect(string path)
    {
        if (!OperatingSystem.IsLinux())
            return null;

        string name = Path.GetFileName(path);
        Span<byte> header = stackalloc byte[HeaderSize];
        using FileStream file = File.OpenRead(path);
        if (file.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false) < HeaderSize || !header.StartsWith("\x7F"u8) || !header[1..].StartsWith("ELF"u8))
            return $"{name} is not a library";

        int machine = BinaryPrimitives.ReadUInt16LittleEndian(header[18..]);
        if (Machine(RuntimeInformation.ProcessArchitecture) is { } expected && machine != expected)
            return $"{name} is for another processor than {RuntimeInformation.ProcessArchitecture}";

        long table = BinaryPrimitives.ReadInt64LittleEndian(header[32..]);
        int size = BinaryPrimitives.ReadUInt16LittleEndian(header[54..]);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(header[56..]);
        byte[] segments = new byte[size * count];
        file.Position = table;
        if (file.ReadAtLeast(segments, segments.Length, throwOnEndOfStream: false) < segments.Length)
            return $"{name} is cut short";

        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> segment = segments.AsSpan(i * size, size);
            long end = BinaryPrimitives.ReadInt64LittleEndian(segment[8..]) + BinaryPrimitives.ReadInt64LittleEndian(segment[32..]);
            if (BinaryPrimitives.ReadUInt32LittleEndian(segment) == Load && end > file.Length)
                return $"{name} is cut short: it has {file.Length} bytes and should have {end} or more";
        }

        return null;
    }

    private static int? Machine(Architecture architecture) => architecture switch
    {
        Architecture.X64 => 62,
        Architecture.Arm64 => 183,
        _ => null,
    };
}
