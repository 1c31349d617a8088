using System.Runtime.InteropServices;
using System.Text;

namespace OpenVinoFlow.Native.Interop;

/// <summary>String properties as native pairs, alive until disposed: OpenVINO copies them during the call.</summary>
internal sealed unsafe class PropertyBuffer : IDisposable
{
    private readonly NativeProperty[] _properties;
    private byte* _text;

    public PropertyBuffer(IReadOnlyDictionary<string, string>? properties)
    {
        _properties = new NativeProperty[properties?.Count ?? 0];
        if (properties is null || properties.Count == 0)
            return;

        int size = properties.Sum(static pair => Encoding.UTF8.GetByteCount(pair.Key) + Encoding.UTF8.GetByteCount(pair.Value) + 2);
        _text = (byte*)NativeMemory.Alloc((nuint)size);

        byte* position = _text;
        byte* end = _text + size;
        int index = 0;
        foreach ((string key, string value) in properties)
        {
            _properties[index].Key = Append(ref position, end, key);
            _properties[index++].Value = Append(ref position, end, value);
        }
    }

    public ReadOnlySpan<NativeProperty> Pairs => _properties;

    public void Dispose()
    {
        NativeMemory.Free(_text);
        _text = null;
    }

    private static byte* Append(ref byte* position, byte* end, string text)
    {
        byte* start = position;
        position += Encoding.UTF8.GetBytes(text, new Span<byte>(position, (int)(end - position)));
        *position++ = 0;
        return start;
    }
}
