using System.Diagnostics;
using System.Runtime.InteropServices;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>
/// Sleeps to a point in time. The runtime's own sleep counts in milliseconds, which is longer than a small network takes; spinning instead would
/// take a processor away from what is measured.
/// </summary>
internal static partial class PreciseSleep
{
    private static readonly TimeSpan _longest = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns at or shortly after the <see cref="Stopwatch"/> timestamp; false when told to stop before.</summary>
    public static bool Until(long timestamp, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            TimeSpan left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), timestamp);
            if (left <= TimeSpan.Zero)
                return true;

            Sleep(left < _longest ? left : _longest);
        }

        return false;
    }

    private static void Sleep(TimeSpan time)
    {
        if (OperatingSystem.IsLinux())
        {
            // An early end, by a signal, is found by the caller's loop.
            var wanted = new TimeSpec { Seconds = 0, Nanoseconds = (nint)(time.Ticks * TimeSpan.NanosecondsPerTick) };
            _ = nanosleep(wanted, out _);
        }
        else
        {
            Thread.Sleep(time.TotalMilliseconds < 1 ? 0 : (int)time.TotalMilliseconds);
        }
    }

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int nanosleep(in TimeSpec wanted, out TimeSpec left);

    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
