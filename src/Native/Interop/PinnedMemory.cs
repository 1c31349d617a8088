using System.Buffers;

namespace OpenVinoFlow.Native.Interop;

/// <summary>Managed memory held in place until disposed or forgotten.</summary>
internal sealed unsafe class PinnedMemory : IDisposable
{
    private MemoryHandle _handle;

    public PinnedMemory(MemoryHandle handle) => _handle = handle;

    ~PinnedMemory() => _handle.Dispose();

    public void* Address => _handle.Pointer;

    public void Dispose()
    {
        _handle.Dispose();
        GC.SuppressFinalize(this);
    }
}
