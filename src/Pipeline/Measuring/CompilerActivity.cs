using System.Diagnostics;
using System.Runtime;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>
/// Tells when .NET has stopped compiling. It compiles every method quickly at first and again, better, when it is called often: in the first
/// seconds of a run that costs a tenth of two cores, and nothing later. Not thread-safe.
/// </summary>
/// <param name="longest">After this time it counts as quiet in any case.</param>
internal sealed class CompilerActivity(TimeSpan longest)
{
    /// <summary>Longer than the tenth of a second for which .NET puts compiling again off while new methods are called.</summary>
    private static readonly TimeSpan _period = TimeSpan.FromMilliseconds(500);

    /// <summary>Share of a period, of one core, that does not matter.</summary>
    private const double Negligible = 0.01;

    private readonly long _start = Stopwatch.GetTimestamp();
    private long _periodStart = Stopwatch.GetTimestamp();
    private TimeSpan _before = JitInfo.GetCompilationTime();
    private bool _quiet;

    /// <summary>Whether it is quiet, or was once.</summary>
    public bool IsQuiet()
    {
        if (_quiet || Stopwatch.GetElapsedTime(_start) >= longest)
            return _quiet = true;

        TimeSpan elapsed = Stopwatch.GetElapsedTime(_periodStart);
        if (elapsed < _period)
            return false;

        TimeSpan compiled = JitInfo.GetCompilationTime();
        _quiet = compiled - _before < Negligible * elapsed;
        _before = compiled;
        _periodStart = Stopwatch.GetTimestamp();
        return _quiet;
    }
}
