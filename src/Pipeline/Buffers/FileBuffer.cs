using System.Numerics;

namespace OpenVinoFlow.Pipeline.Buffers;

/// <summary>Room for one encoded file; grows to what it once needed and shrinks back after an exceptionally large one.</summary>
internal sealed class FileBuffer
{
    private const int Keep = 4 << 20;

    private byte[] _bytes = [];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Content => _bytes.AsSpan(0, Length);

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    /// <summary>Room for <paramref name="length"/> bytes, to be filled by the caller; the first <paramref name="kept"/> of them stay what they are.</summary>
    public Span<byte> Reserve(int length, int kept = 0)
    {
        if (_bytes.Length < length)
        {
            byte[] larger = GC.AllocateUninitializedArray<byte>(Math.Max(length, Math.Min(Keep, (int)BitOperations.RoundUpToPowerOf2((uint)length))));
            _bytes.AsSpan(0, kept).CopyTo(larger);
            _bytes = larger;
        }

        Length = length;
        return _bytes.AsSpan(0, length);
    }

    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > Keep)
            _bytes = [];
    }
}
