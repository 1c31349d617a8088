using System.Diagnostics;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>
/// Measures two things in turns, one short turn after the other, so that a machine that becomes slower or faster meanwhile does so for both. The
/// order changes from round to round (A B, B A), so that neither always has the better moment.
/// </summary>
internal static class Turns
{
    /// <summary>However short the time: fewer would say nothing.</summary>
    private const int MinRounds = 2;

    private static readonly TimeSpan _poll = TimeSpan.FromMilliseconds(10);

    /// <summary>Measures both until their ratio is known well enough or the time is up; the first round is left out as warm-up.</summary>
    /// <param name="before">The base.</param>
    /// <param name="after">What is judged.</param>
    /// <param name="policy">Its window is the length of a turn, its longest duration that of both together.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static async Task<(Measurement Before, Measurement After)> MeasureAsync(
        IWorkload before, IWorkload after, MeasuringPolicy policy, CancellationToken cancellationToken)
    {
        var first = new List<RecordedWindow>();
        var second = new List<RecordedWindow>();
        long failedBefore = 0;
        long failedAfter = 0;
        long start = Stopwatch.GetTimestamp();
        while (!cancellationToken.IsCancellationRequested && !IsEnough(first, second, policy, Stopwatch.GetElapsedTime(start)))
        {
            if (first.Count % 2 == 0)
            {
                failedBefore += await TurnAsync(before, policy, first, cancellationToken).ConfigureAwait(false);
                failedAfter += await TurnAsync(after, policy, second, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                failedAfter += await TurnAsync(after, policy, second, cancellationToken).ConfigureAwait(false);
                failedBefore += await TurnAsync(before, policy, first, cancellationToken).ConfigureAwait(false);
            }
        }

        int rounds = Math.Min(first.Count, second.Count);
        bool cancelled = cancellationToken.IsCancellationRequested;
        return (
            before.Complete(Measure.Judge(before, [.. first.Take(rounds)], Math.Min(1, rounds), failedBefore, policy, profiled: false, cancelled)),
            after.Complete(Measure.Judge(after, [.. second.Take(rounds)], Math.Min(1, rounds), failedAfter, policy, profiled: false, cancelled)));
    }

    /// <summary>
    /// One turn: adds its one window, unless it was cancelled. The first one waits for .NET to have compiled what runs. Returns the number of
    /// images that failed.
    /// </summary>
    public static async Task<long> TurnAsync(IWorkload work, MeasuringPolicy policy, List<RecordedWindow> windows, CancellationToken cancellationToken)
    {
        var recorder = new WindowRecorder(policy.Window, ProcessorTimes.Read)
        {
            Ramp = policy.Ramp,
            Compiler = windows.Count == 0 ? new CompilerActivity(policy.MaxWarmUp) : null,
        };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task running = work.RunAsync(recorder, stop.Token);
        long start = Stopwatch.GetTimestamp();
        try
        {
            while (recorder.Windows.Count == 0 && !running.IsCompleted && !cancellationToken.IsCancellationRequested)
            {
                Measure.ThrowIfStalled(work, recorder, policy, start);
                await Task.WhenAny(running, Task.Delay(_poll, CancellationToken.None)).ConfigureAwait(false);
            }

            recorder.Freeze();
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }

        await running.ConfigureAwait(false);
        windows.AddRange(recorder.Windows.Take(1));
        return recorder.Failed;
    }

    private static bool IsEnough(List<RecordedWindow> before, List<RecordedWindow> after, MeasuringPolicy policy, TimeSpan elapsed)
    {
        int rounds = before.Count - 1;
        if (elapsed >= policy.MaxDuration && rounds >= MinRounds)
            return true;
        if (rounds < MinRounds || policy.WholeDuration || rounds < policy.MinWindows || after.Skip(1).Sum(window => window.Window.Seconds) < policy.MinDuration.TotalSeconds)
            return false;

        (double low, double high) = Bootstrap.Ratio(Work(before), Work(after), paired: true);
        return (high - low) / 2 <= policy.GoodEnough;
    }

    private static WorkDone[] Work(List<RecordedWindow> windows) => [.. windows.Skip(1).Select(window => new WorkDone(window.Window.Images, window.Window.Seconds))];
}
