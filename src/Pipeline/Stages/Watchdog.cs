using System.Diagnostics;
using OpenVinoFlow.Pipeline.Configuration;

namespace OpenVinoFlow.Pipeline.Stages;

/// <summary>
/// Looks after a run from outside: ends inferences that take too long, says what a run waits for that does not get on, and gives it up in the
/// end. So no block, callback, sink or source can hold a run for ever.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    private static readonly TimeSpan _shortestPeriod = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan _longestPeriod = TimeSpan.FromSeconds(1);

    private readonly FlowOptions _options;
    private readonly Dispatcher _dispatcher;
    private readonly Func<long> _settled;
    private readonly Func<bool> _expectsProgress;
    private readonly Action<TimeSpan> _stalled;
    private readonly Action<TimeSpan> _gaveUp;
    private readonly Timer _timer;
    private readonly Lock _gate = new();
    private long _lastSettled = -1;
    private long _lastProgressAt = Stopwatch.GetTimestamp();
    private bool _reported;

    /// <param name="options">The timeouts.</param>
    /// <param name="dispatcher">Whose inferences are watched.</param>
    /// <param name="settled">How many images have a fate.</param>
    /// <param name="expectsProgress">False while the run rightly waits, for a source whose next image may take as long as it likes.</param>
    /// <param name="stalled">Told once each time the run has not got on for long.</param>
    /// <param name="gaveUp">Told when it has not got on for too long.</param>
    public Watchdog(
        FlowOptions options, Dispatcher dispatcher, Func<long> settled, Func<bool> expectsProgress, Action<TimeSpan> stalled, Action<TimeSpan> gaveUp)
    {
        _options = options;
        _dispatcher = dispatcher;
        _settled = settled;
        _expectsProgress = expectsProgress;
        _stalled = stalled;
        _gaveUp = gaveUp;

        TimeSpan period = PeriodFor(options);
        _timer = new Timer(static state => ((Watchdog)state!).Look(), this, period, period);
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>How often it looks: four times within the shortest of the timeouts, from 10 ms to 1 s.</summary>
    internal static TimeSpan PeriodFor(FlowOptions options)
    {
        TimeSpan[] timeouts = [options.Run.StallReport, options.Run.StallTimeout ?? TimeSpan.MaxValue, options.Infer.Timeout ?? TimeSpan.MaxValue];
        return TimeSpan.FromTicks(Math.Clamp(timeouts.Min().Ticks / 4, _shortestPeriod.Ticks, _longestPeriod.Ticks));
    }

    private void Look()
    {
        // A look that takes longer than the period must not meet the next one.
        if (!_gate.TryEnter())
            return;

        try
        {
            if (_options.Infer.Timeout is { } timeout)
                _dispatcher.EnforceTimeout(timeout);
            LookForProgress();
        }
        finally
        {
            _gate.Exit();
        }
    }

    private void LookForProgress()
    {
        long settled = _settled();
        if (settled != _lastSettled || !_expectsProgress())
        {
            _lastSettled = settled;
            _lastProgressAt = Stopwatch.GetTimestamp();
            _reported = false;
            return;
        }

        TimeSpan since = Stopwatch.GetElapsedTime(_lastProgressAt);
        if (_options.Run.StallTimeout is { } limit && since >= limit)
        {
            _gaveUp(since);
        }
        else if (since >= _options.Run.StallReport && !_reported)
        {
            _reported = true;
            _stalled(since);
        }
    }
}
