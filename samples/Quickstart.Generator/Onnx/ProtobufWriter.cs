using System.Buffers;
using System.Text;

namespace OpenVinoFlow.Quickstart.Generator.Onnx;

/// <summary>
/// Writes one message in Protocol Buffers' wire format: fields one after another, each a tag (number and kind) and a value.
/// </summary>
internal sealed class ProtobufWriter
{
    private const int VarintKind = 0;
    private const int LengthKind = 2;

    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>The message so far.</summary>
    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    /// <summary>A field of type int32, int64, bool or enum.</summary>
    public void Integer(int field, long value)
    {
        Tag(field, VarintKind);
        Varint((ulong)value);
    }

    /// <summary>A field of type string.</summary>
    public void Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>A field of type bytes.</summary>
    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, LengthKind);
        Varint((ulong)value.Length);
        _buffer.Write(value);
    }

    /// <summary>A field that is a message itself.</summary>
    public void Message(int field, ProtobufWriter message) => Bytes(field, message.Written);

    private void Tag(int field, int kind) => Varint((ulong)(field << 3 | kind));

    /// <summary>Seven bits a byte, the lowest first; the top bit says that more follow.</summary>
    private void Varint(ulong value)
    {
        Span<byte> bytes = _buffer.GetSpan(10);
        int length = 0;
        for (; value >= 0x80; value >>= 7)
            bytes[length++] = (byte)(value | 0x80);

        bytes[length++] = (byte)value;
        _buffer.Advance(length);
    }
}
