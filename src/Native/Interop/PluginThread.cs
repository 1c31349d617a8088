using System.Collections.Concurrent;

namespace OpenVinoFlow.Native.Interop;

/// <summary>
/// The one thread on which CPU plugins are loaded. Loading one replaces the calling thread's alternate signal stack, where .NET handles
/// null references, by a smaller one, and destroying it frees that memory, on whichever thread it happens. So plugins are loaded on a
/// thread that never ends and runs nothing else, and the thread's own stack is put back at once.
/// </summary>
internal static class PluginThread
{
    private static readonly BlockingCollection<Action> _work = [];
    private static readonly Lazy<Thread> _worker = new(Start);

    /// <summary>Runs a call on the thread and waits for its result.</summary>
    public static T Run<T>(Func<T> call)
    {
        _ = _worker.Value;
        var result = new TaskCompletionSource<T>();
        _work.Add(() =>
        {
            try
            {
                using (SignalStack.Keep())
                    result.SetResult(call());
            }
            catch (Exception exception)
            {
                result.SetException(exception);
            }
        });

        return result.Task.GetAwaiter().GetResult();
    }

    private static Thread Start()
    {
        var thread = new Thread(Loop) { IsBackground = true, Name = "OpenVINO plugins" };
        thread.Start();
        return thread;
    }

    private static void Loop()
    {
        foreach (Action action in _work.GetConsumingEnumerable())
            action();
    }
}
