using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenVinoFlow.Pipeline.Buffers;

/// <summary>Native memory at a 64-byte boundary, zeroed once, fixed for its whole life: what a network reads and writes in place.</summary>
public sealed unsafe class AlignedMemory : SafeHandle
{
    private const int Alignment = 64;

    /// <summary>Allocates <paramref name="byteLength"/> bytes (at least one).</summary>
    public AlignedMemory(long byteLength)
        : base(0, ownsHandle: true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(byteLength);

        nuint size = (nuint)Math.Max(byteLength, 1);
        SetHandle((nint)NativeMemory.AlignedAlloc(size, Alignment));
        NativeMemory.Clear((void*)handle, size);
        ByteLength = byteLength;
    }

    /// <summary>Length in bytes.</summary>
    public long ByteLength { get; }

    /// <summary>Address of the first byte; valid until disposed.</summary>
    public byte* Pointer
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (byte*)handle;
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>A part of the memory as a span; at most 2 GiB.</summary>
    public Span<byte> Slice(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, ByteLength - offset);
        return new Span<byte>(Pointer + offset, checked((int)length));
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }
}
