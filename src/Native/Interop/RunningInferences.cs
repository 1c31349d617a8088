namespace OpenVinoFlow.Native.Interop;

/// <summary>
/// Counts the inferences in flight in the whole process. A process that ends while OpenVINO's threads still compute can crash in the
/// static destructors of the native libraries, so the end waits for them.
/// </summary>
internal static class RunningInferences
{
    private static readonly TimeSpan ExitPatience = TimeSpan.FromSeconds(10);

    private static int s_count;
    private static volatile bool s_exiting;

    static RunningInferences() => AppDomain.CurrentDomain.ProcessExit += static (_, _) => Drain();

    /// <exception cref="InvalidOperationException">The process is ending.</exception>
    public static void Enter()
    {
        Interlocked.Increment(ref s_count);
        if (!s_exiting)
            return;

        Leave();
        throw new InvalidOperationException("The process is ending: no inference can be started any more.");
    }

    public static void Leave() => Interlocked.Decrement(ref s_count);

    private static void Drain()
    {
        s_exiting = true;
        SpinWait.SpinUntil(static () => Volatile.Read(ref s_count) == 0, ExitPatience);
    }
}
