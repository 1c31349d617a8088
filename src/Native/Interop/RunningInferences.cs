namespace OpenVinoFlow.Native.Interop;

/// <summary>
/// Counts the inferences in flight in the whole process. A process that ends while OpenVINO's threads still compute can crash in the
/// static destructors of the native libraries, so the end waits for them.
/// </summary>
internal static class RunningInferences
{
    private static readonly TimeSpan _exitPatience = TimeSpan.FromSeconds(10);

    private static int _count;
    private static volatile bool _exiting;

    static RunningInferences() => AppDomain.CurrentDomain.ProcessExit += static (_, _) => Drain();

    /// <exception cref="InvalidOperationException">The process is ending.</exception>
    public static void Enter()
    {
        Interlocked.Increment(ref _count);
        if (!_exiting)
            return;

        Leave();
        throw new InvalidOperationException("The process is ending: no inference can be started any more.");
    }

    public static void Leave() => Interlocked.Decrement(ref _count);

    private static void Drain()
    {
        _exiting = true;
        SpinWait.SpinUntil(static () => Volatile.Read(ref _count) == 0, _exitPatience);
    }
}
