using System.Runtime.InteropServices;
using OpenVinoFlow.Native.Completion;

namespace OpenVinoFlow.Native.Interop;

/// <summary>
/// <c>ov_infer_request_t</c> with what its completion callback needs. OpenVINO keeps the address of <c>ov_callback_t</c>, so it lies in
/// native memory of its own until the request is freed. The callback finds the request through a weak handle; a strong one holds the
/// request while an inference runs, so that nothing in flight is ever finalised.
/// </summary>
internal sealed unsafe class InferRequestHandle : OpenVinoHandle
{
    private readonly NativeCallback* _callback;
    private WeakGCHandle<InferRequest> _owner;
    private GCHandle<InferRequest?> _root;

    public InferRequestHandle(nint request, InferRequest owner)
    {
        SetHandle(request);
        _owner = new WeakGCHandle<InferRequest>(owner);
        _root = new GCHandle<InferRequest?>(null);
        _callback = (NativeCallback*)NativeMemory.Alloc((nuint)sizeof(NativeCallback));
        _callback->Function = &CompletionCallback.OnCompletion;
        _callback->Argument = (void*)WeakGCHandle<InferRequest>.ToIntPtr(_owner);
        Status.Check(NativeMethods.ov_infer_request_set_callback(request, _callback), "set a completion callback");
    }

    /// <summary>The request while an inference runs, else null.</summary>
    public InferRequest? Root
    {
        set => _root.Target = value;
    }

    /// <summary>
    /// True when a callback is still owed although the inference ended: its memory must outlive the request. A device whose callbacks
    /// run on several threads can lose one.
    /// </summary>
    public bool OwesCallback { get; set; }

    /// <summary>The request a callback belongs to, or null when it is gone.</summary>
    public static InferRequest? Resolve(void* argument) =>
        WeakGCHandle<InferRequest>.FromIntPtr((nint)argument).TryGetTarget(out InferRequest? owner) ? owner : null;

    protected override void Free()
    {
        NativeMethods.ov_infer_request_free(handle);
        _root.Dispose();
        if (OwesCallback)
            return;

        NativeMemory.Free(_callback);
        _owner.Dispose();
    }
}
