using System.Diagnostics;
using System.Runtime.InteropServices;

namespace OpenVinoFlow.Preprocess.Memory;

/// <summary>
/// Scratch memory outside the managed heap, aligned to 64 bytes, that grows when it must and gives memory back when a run of pictures did
/// not need it. Readable (never to be used) for <see cref="ReadSlack"/> bytes after its end, so that kernels may load whole vectors.
/// Built with CHECK_BUFFERS it has guard bytes on both sides. Not thread-safe.
/// </summary>
internal sealed unsafe class NativeBuffer : IDisposable
{
    /// <summary>Bytes after the end that may be read.</summary>
    public const int ReadSlack = 64;

    private const int Alignment = 64;
    private const nuint WorthShrinking = 16 << 20;
    private const int ShrinkAfter = 64;

    private byte* _start;
    private nuint _capacity;
    private nuint _requested;
    private nuint _largestRecent;
    private int _sinceGrown;

    /// <summary>Bytes that are held.</summary>
    public nuint Capacity => _capacity;

    /// <summary>
    /// Memory for at least <paramref name="bytes"/> bytes; what it held before is lost. Valid until the next call. Throws
    /// <see cref="OutOfMemoryException"/>.
    /// </summary>
    public byte* Get(nuint bytes)
    {
        CheckGuards();
        _largestRecent = Math.Max(_largestRecent, bytes);
        bool shrink = false;
        if (++_sinceGrown >= ShrinkAfter)
        {
            shrink = _capacity > WorthShrinking && _largestRecent < _capacity / 4;
            _sinceGrown = 0;
            _largestRecent = bytes;
        }

        if (bytes > _capacity || shrink)
            Reallocate(bytes);

        _requested = bytes;
        PlaceEndGuard();
        return _start;
    }

    public void Dispose()
    {
        CheckGuards();
        Free();
    }

    private void Reallocate(nuint bytes)
    {
        Free();
        _start = (byte*)NativeMemory.AlignedAlloc(checked(bytes + Alignment + ReadSlack), Alignment) + Alignment;
        _capacity = bytes;
        _sinceGrown = 0;
        PlaceStartGuard();
    }

    private void Free()
    {
        if (_start != null)
            NativeMemory.AlignedFree(_start - Alignment);

        _start = null;
        _capacity = 0;
        _requested = 0;
    }

    private const byte Guard = 0xA5;

    [Conditional("CHECK_BUFFERS")]
    private void PlaceStartGuard() => new Span<byte>(_start - Alignment, Alignment).Fill(Guard);

    [Conditional("CHECK_BUFFERS")]
    private void PlaceEndGuard() => new Span<byte>(_start + _requested, ReadSlack).Fill(Guard);

    /// <summary>In a checking build, throws when a byte before or after the memory that was last handed out has changed.</summary>
    [Conditional("CHECK_BUFFERS")]
    public void CheckGuards()
    {
        if (_start == null)
            return;

        if (new ReadOnlySpan<byte>(_start - Alignment, Alignment).ContainsAnyExcept(Guard))
            throw new InvalidOperationException("A kernel wrote before the start of its scratch memory.");

        if (new ReadOnlySpan<byte>(_start + _requested, ReadSlack).ContainsAnyExcept(Guard))
            throw new InvalidOperationException($"A kernel wrote after the end of its {_requested} bytes of scratch memory.");
    }
}
