using System.Buffers;

namespace OpenVinoFlow.Native.Interop;

/// <summary>A tensor's content as memory: it does not move, so pinning is free.</summary>
internal sealed unsafe class TensorMemory<T>(Tensor tensor) : MemoryManager<T>
    where T : unmanaged
{
    public override Span<T> GetSpan() => tensor.AsSpan<T>();

    public override MemoryHandle Pin(int elementIndex = 0) => new((T*)tensor.Data + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
