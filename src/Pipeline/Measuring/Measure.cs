using System.Diagnostics;
using System.Globalization;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Pipeline.Statistics;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>Keeps work going until its rate is known well enough or the time is up, and judges the figures.</summary>
internal static class Measure
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Measures one thing. What was measured until then is reported when it is cancelled.</summary>
    /// <param name="work">What to measure.</param>
    /// <param name="policy">For how long, and what counts.</param>
    /// <param name="profiled">Whether the engine collects layer times, so that the rate must not be used.</param>
    /// <param name="cancellationToken">Ends the measurement early.</param>
    /// <exception cref="InferenceException">An inference failed, or nothing came to an end for too long.</exception>
    public static async Task<Measurement> RunAsync(IWorkload work, MeasuringPolicy policy, bool profiled, CancellationToken cancellationToken)
    {
        WindowRecorder recorder = WindowRecorder.For(policy);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task running = work.RunAsync(recorder, stop.Token);
        bool byItself;
        try
        {
            byItself = await ObserveAsync(work, recorder, policy, running, cancellationToken).ConfigureAwait(false);
            if (!byItself)
                recorder.Freeze();
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }

        await running.ConfigureAwait(false);
        if (byItself)
            recorder.Finish();

        IReadOnlyList<RecordedWindow> windows = recorder.Windows;
        Measurement measurement = Judge(work, windows, WarmUp(windows), recorder.Failed, policy, profiled, cancellationToken.IsCancellationRequested);
        return work.Complete(measurement with { WarmUpSeconds = measurement.WarmUpSeconds + recorder.LeftOut.TotalSeconds });
    }

    /// <summary>Waits until the measurement may end; true when the work came to an end before.</summary>
    private static async Task<bool> ObserveAsync(
        IWorkload work, WindowRecorder recorder, MeasuringPolicy policy, Task running, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        int seen = 0;
        while (!running.IsCompleted && !cancellationToken.IsCancellationRequested)
        {
            IReadOnlyList<RecordedWindow> windows = recorder.Windows;
            if (windows.Count > seen && !policy.WholeDuration && IsGoodEnough(windows, policy))
                return false;

            seen = windows.Count;

            // Counted from the first completion, so that a slow start of the work does not use it up.
            TimeSpan left = recorder.FirstCompletion == 0 ? policy.StallTimeout : policy.MaxDuration - Stopwatch.GetElapsedTime(recorder.FirstCompletion);
            if (left <= TimeSpan.Zero)
                return false;

            ThrowIfStalled(work, recorder, policy, start);
            await Task.WhenAny(running, Task.Delay(left < _pause ? left : _pause, cancellationToken)).ConfigureAwait(false);
        }

        return running.IsCompleted && !cancellationToken.IsCancellationRequested;
    }

    /// <exception cref="InferenceException">Nothing has come to an end for too long.</exception>
    public static void ThrowIfStalled(IWorkload work, WindowRecorder recorder, MeasuringPolicy policy, long start)
    {
        if (Stopwatch.GetElapsedTime(Math.Max(start, recorder.LastCompletion)) > policy.StallTimeout)
        {
            throw new InferenceException(string.Create(
                CultureInfo.InvariantCulture,
                $"{work.Name}: nothing came to an end for {policy.StallTimeout.TotalSeconds:0} s; the measurement is given up."));
        }
    }

    private static bool IsGoodEnough(IReadOnlyList<RecordedWindow> windows, MeasuringPolicy policy)
    {
        MeasuringWindow[] counted = [.. windows.Skip(WarmUp(windows)).Select(window => window.Window)];
        return IsLongEnough(counted, policy) && RateEstimate.Of(counted).Relative <= policy.GoodEnough;
    }

    private static bool IsLongEnough(MeasuringWindow[] windows, MeasuringPolicy policy) =>
        windows.Length >= policy.MinWindows && windows.Sum(window => window.Seconds) >= policy.MinDuration.TotalSeconds;

    private static int WarmUp(IReadOnlyList<RecordedWindow> windows) => SteadyState.WarmUp([.. windows.Select(window => window.Window.ImagesPerSecond)]);

    /// <summary>What windows say, the first ones left out.</summary>
    public static Measurement Judge(
        IWorkload work, IReadOnlyList<RecordedWindow> all, int warmUp, long failed, MeasuringPolicy policy, bool profiled, bool cancelled)
    {
        MeasuringWindow[] counted = [.. all.Skip(warmUp).Select(window => window.Window)];

        var latency = new LatencyHistogram();
        foreach (RecordedWindow window in all.Skip(warmUp))
            latency.Add(window.Latency);

        long images = counted.Sum(window => window.Images);
        double seconds = counted.Sum(window => window.Seconds);
        RateEstimate rate = RateEstimate.Of(counted);
        double? others = counted.Length > 0 && counted[0].OthersShare is not null ? counted.Sum(window => window.OthersShare!.Value * window.Seconds) / seconds : null;
        bool known = double.IsFinite(rate.HalfWidth);

        return new Measurement
        {
            Name = work.Name,
            Load = work.Load,
            ImagesPerSecond = rate.Mean,
            Low = known ? Math.Max(0, rate.Mean - rate.HalfWidth) : null,
            High = known ? rate.Mean + rate.HalfWidth : null,
            CpuMillisecondsPerImage = images == 0 ? 0 : counted.Sum(window => window.CpuMilliseconds) / images,
            OthersShare = others,
            Seconds = seconds,
            WarmUpSeconds = all.Take(warmUp).Sum(window => window.Window.Seconds),
            Images = images,
            Failed = failed,
            LatencyOf = work.LatencyOf,
            Latency = latency.Summarize(),
            Histograms = [.. all.Select(window => window.Latency)],
            Offered = work.Offered,
            Windows = [.. all.Select((window, index) => window.Window with { WarmUp = index < warmUp })],
            Verdict = Judgement.Of(policy, counted, rate, others, images, failed, work.Offered, profiled, cancelled),
        };
    }
}
