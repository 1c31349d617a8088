using System.Diagnostics;
using OpenVinoFlow.Pipeline.Ledger;
using OpenVinoFlow.Pipeline.Sources;

namespace OpenVinoFlow.Pipeline.Statistics;

/// <summary>Tells a listener at a fixed pace how far a run is.</summary>
internal sealed class ProgressFeed : IDisposable
{
    /// <summary>How much of the old rate a new one keeps: a second or so of memory.</summary>
    private const double Smoothing = 0.7;

    private readonly IProgress<FlowProgress> _listener;
    private readonly Func<LedgerCounts> _counts;
    private readonly Func<string> _limit;
    private readonly Timer _timer;
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _gate = new();
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private long? _total;
    private long _lastAt = Stopwatch.GetTimestamp();
    private long _lastDone;
    private double _rate;

    public ProgressFeed(IProgress<FlowProgress> listener, TimeSpan period, IImageSource source, Func<LedgerCounts> counts, Func<string> limit)
    {
        _listener = listener;
        _counts = counts;
        _limit = limit;
        CancellationToken ended = _ended.Token;
        _ = Task.Run(() => CountAsync(source, ended), ended);
        _timer = new Timer(static state => ((ProgressFeed)state!).Tell(), this, period, period);
    }

    public void Dispose()
    {
        _timer.Dispose();
        _ended.Cancel();
        _ended.Dispose();
    }

    private void CountAsync(IImageSource source, CancellationToken ended)
    {
        try
        {
            long? total = source.Count(ended);
            lock (_gate)
                _total = total;
        }
        catch (Exception error) when (error is SourceException or IOException or UnauthorizedAccessException)
        {
            // The run itself meets the same trouble and reports it; only the estimate is missing here.
        }
    }

    private void Tell()
    {
        FlowProgress progress;
        lock (_gate)
        {
            LedgerCounts counts = _counts();
            long now = Stopwatch.GetTimestamp();
            double seconds = Stopwatch.GetElapsedTime(_lastAt, now).TotalSeconds;
            double rate = seconds > 0 ? (counts.Done - _lastDone) / seconds : 0;
            _rate = _rate == 0 ? rate : (Smoothing * _rate) + ((1 - Smoothing) * rate);
            _lastAt = now;
            _lastDone = counts.Done;
            progress = new FlowProgress(counts, _total, Stopwatch.GetElapsedTime(_startedAt, now), _rate, _limit());
        }

        _listener.Report(progress);
    }
}
