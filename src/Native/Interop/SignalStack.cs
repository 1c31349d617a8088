using System.Runtime.InteropServices;

namespace OpenVinoFlow.Native.Interop;

/// <summary>Puts the calling thread's alternate signal stack back when disposed. Does nothing where there is no such thing.</summary>
internal readonly unsafe partial struct SignalStack : IDisposable
{
    private readonly Description _kept;

    private SignalStack(Description kept) => _kept = kept;

    public static SignalStack Keep() => new(Current());

    /// <summary>The calling thread's alternate signal stack.</summary>
    public static Description Current()
    {
        Description current = default;
        if (OperatingSystem.IsLinux())
            _ = sigaltstack(null, &current);

        return current;
    }

    public void Dispose()
    {
        Description kept = _kept;
        if (OperatingSystem.IsLinux())
            _ = sigaltstack(&kept, null);
    }

    [LibraryImport("libc")]
    private static partial int sigaltstack(Description* replacement, Description* current);

    /// <summary><c>stack_t</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Description
    {
        public nint Address;
        public int Flags;
        public nuint Size;
    }
}
