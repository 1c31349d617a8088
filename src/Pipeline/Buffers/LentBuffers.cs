using System.Collections.Concurrent;

namespace OpenVinoFlow.Pipeline.Buffers;

/// <summary>
/// Buffers a source lends to the flow with the bytes in them, and gets back when those are decoded. As many as were ever lent at a time; used
/// again for ever, so that reading does not allocate. Thread-safe.
/// </summary>
internal sealed class LentBuffers
{
    private readonly ConcurrentQueue<LentBuffer> _idle = new();

    public LentBuffer Lend()
    {
        LentBuffer buffer = _idle.TryDequeue(out LentBuffer? used) ? used : new LentBuffer(this);
        buffer.Begin();
        return buffer;
    }

    internal void Return(LentBuffer buffer) => _idle.Enqueue(buffer);
}

/// <summary>One of <see cref="LentBuffers"/>; disposing gives it back.</summary>
internal sealed class LentBuffer(LentBuffers home) : IDisposable
{
    private const int FirstRead = 1 << 20;

    private readonly FileBuffer _bytes = new();
    private int _isLent;

    public ReadOnlyMemory<byte> Content => _bytes.Memory;

    /// <summary>
    /// Reads <paramref name="length"/> bytes; returns how many there were. The room grows with what arrives, so that a length that is a lie costs
    /// no more memory than the bytes behind it.
    /// </summary>
    public int Fill(Stream stream, int length)
    {
        int filled = 0;
        while (filled < length)
        {
            int room = (int)Math.Min(length, Math.Max(FirstRead, 2L * filled));
            filled += stream.ReadAtLeast(_bytes.Reserve(room, kept: filled)[filled..], room - filled, throwOnEndOfStream: false);
            if (filled < room)
                break;
        }

        _bytes.Reserve(filled, kept: filled);
        return filled;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isLent, 0) == 0)
            return;

        _bytes.Clear();
        home.Return(this);
    }

    internal void Begin() => Volatile.Write(ref _isLent, 1);
}
