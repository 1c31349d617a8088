using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OpenVinoFlow.Native.Interop;

namespace OpenVinoFlow.Native.Completion;

/// <summary>The function OpenVINO calls when an inference ends, for every request.</summary>
internal static unsafe class CompletionCallback
{
    [ThreadStatic]
    private static int _depth;

    /// <summary>True inside the callback. Waiting for a request or freeing one would wait for this very thread there.</summary>
    public static bool IsCurrent => _depth > 0;

    /// <summary>Nothing managed may leave it but a normal return.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static void OnCompletion(void* owner)
    {
        long timestamp = Stopwatch.GetTimestamp();
        if (InferRequestHandle.Resolve(owner) is not { } request)
            return;

        _depth++;
        request.Complete(timestamp);
        _depth--;
    }
}
