using System.Diagnostics;
using OpenVinoFlow.Pipeline.Statistics;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>
/// Cuts completions into windows. A window runs from one completion to the first one at least a window's length later, so that its rate has no
/// rounding to whole images in it. What completes first only starts the clock: the time to fill the pipeline is nobody's. Thread-safe.
/// </summary>
internal sealed class WindowRecorder(TimeSpan window, Func<ProcessorTimes> readTimes)
{
    private readonly Lock _gate = new();
    private readonly List<RecordedWindow> _windows = [];
    private readonly long _length = (long)(window.TotalSeconds * Stopwatch.Frequency);
    private LatencyHistogram _latency = new();
    private ProcessorTimes _timesAtStart;
    private long _rampStart;
    private long _first;
    private long _start;
    private long _last;
    private long _images;
    private long _failed;
    private bool _running;
    private bool _frozen;

    public static WindowRecorder For(MeasuringPolicy policy) => new(policy.Window, ProcessorTimes.Read) { Compiler = new CompilerActivity(policy.MaxWarmUp) };

    /// <summary>What completes within this time of the very first completion is left out.</summary>
    public TimeSpan Ramp { get; init; }

    /// <summary>What completes before it is quiet is left out; null does not look.</summary>
    public CompilerActivity? Compiler { get; init; }

    /// <summary>How long completions were left out before the first window.</summary>
    public TimeSpan LeftOut
    {
        get
        {
            lock (_gate)
                return _running ? Stopwatch.GetElapsedTime(_rampStart, _first) : TimeSpan.Zero;
        }
    }

    /// <summary>The windows that have ended.</summary>
    public IReadOnlyList<RecordedWindow> Windows
    {
        get
        {
            lock (_gate)
                return [.. _windows];
        }
    }

    /// <summary>Images that failed, in and between windows.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>When something completed for the first time; 0 while nothing has.</summary>
    public long FirstCompletion => Interlocked.Read(ref _first);

    /// <summary>When something completed last; 0 while nothing has.</summary>
    public long LastCompletion => Interlocked.Read(ref _last);

    /// <summary>Counts what completed at a <see cref="Stopwatch"/> timestamp, with one latency in ticks for all of it.</summary>
    public void Record(long timestamp, int images, long latencyTicks)
    {
        lock (_gate)
        {
            if (_frozen)
                return;

            // Completions of several requests may come a little out of order.
            _last = Math.Max(_last, timestamp);
            if (!_running)
            {
                if (_rampStart == 0)
                    _rampStart = _last;
                if (Stopwatch.GetElapsedTime(_rampStart, _last) < Ramp || Compiler?.IsQuiet() == false)
                    return;

                _running = true;
                _first = _start = _last;
                _timesAtStart = readTimes();
                return;
            }

            _images += images;
            _latency.Record(latencyTicks);
            if (_last - _start >= _length)
                Close();
        }
    }

    /// <summary>Counts an image that failed.</summary>
    public void RecordFailure() => Interlocked.Increment(ref _failed);

    /// <summary>Nothing counts from now on.</summary>
    public void Freeze()
    {
        lock (_gate)
            _frozen = true;
    }

    /// <summary>The work has come to its own end: what completed since the last window is a window too.</summary>
    public void Finish()
    {
        lock (_gate)
        {
            if (!_frozen && _images > 0 && _last > _start)
                Close();
            _frozen = true;
        }
    }

    private void Close()
    {
        ProcessorTimes times = readTimes();
        double seconds = Seconds(_last - _start);
        _windows.Add(new RecordedWindow(
            new MeasuringWindow
            {
                Start = Seconds(_start - _first),
                Seconds = seconds,
                Images = _images,
                CpuMilliseconds = (times.Own - _timesAtStart.Own).TotalMilliseconds,
                Latencies = _latency.Count,
                MeanLatency = _latency.Summarize().Mean,
                OthersShare = times.OthersShareSince(_timesAtStart, seconds),
            },
            _latency));

        _latency = new LatencyHistogram();
        _timesAtStart = times;
        _start = _last;
        _images = 0;
    }

    private static double Seconds(long ticks) => (double)ticks / Stopwatch.Frequency;
}

/// <summary>A window and the latencies of what completed in it.</summary>
internal readonly record struct RecordedWindow(MeasuringWindow Window, LatencyHistogram Latency);
