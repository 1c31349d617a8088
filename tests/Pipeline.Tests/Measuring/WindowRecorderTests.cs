using System.Diagnostics;
using OpenVinoFlow.Pipeline.Measuring;
using OpenVinoFlow.Pipeline.Statistics;

namespace OpenVinoFlow.Pipeline.Tests.Measuring;

/// <summary>Completions are cut into windows without losing or rounding any.</summary>
public class WindowRecorderTests
{
    private static readonly long _millisecond = Stopwatch.Frequency / 1000;

    private TimeSpan _cpu;

    [Fact]
    public void Windows_run_from_completion_to_completion()
    {
        WindowRecorder recorder = Recorder();
        for (int i = 0; i <= 100; i++)
        {
            _cpu += TimeSpan.FromMilliseconds(6);
            recorder.Record(At(7 * i), 2, 3 * _millisecond);
        }

        IReadOnlyList<RecordedWindow> windows = recorder.Windows;
        Assert.Equal(6, windows.Count);
        Assert.All(windows, window => Assert.Equal(2000 / 7.0, window.Window.ImagesPerSecond, 0.01));
        Assert.All(windows, window => Assert.Equal(3, window.Window.CpuMilliseconds / window.Window.Images, 3));
        Assert.All(windows, window => Assert.Equal(window.Window.Images / 2, window.Latency.Count));
        Assert.Equal(0.105 * 5, windows[5].Window.Start, 4);
    }

    [Fact]
    public void What_comes_out_of_order_or_after_the_end_does_no_harm()
    {
        WindowRecorder recorder = Recorder();
        foreach (int at in new[] { 0, 50, 49, 101, 100, 150 })
            recorder.Record(At(at), 1, _millisecond);
        recorder.Finish();
        recorder.Record(At(500), 1, _millisecond);

        Assert.Equal([3, 2], recorder.Windows.Select(window => window.Window.Images));
        Assert.Equal(0.049, recorder.Windows[1].Window.Seconds, 4);
    }

    [Fact]
    public void A_frozen_recorder_keeps_whole_windows_only()
    {
        WindowRecorder recorder = Recorder();
        foreach (int at in new[] { 0, 50, 101, 150 })
            recorder.Record(At(at), 1, _millisecond);
        recorder.Freeze();
        recorder.Finish();
        Assert.Single(recorder.Windows);
    }

    [Fact]
    public void Histograms_merge_to_the_histogram_of_all_values()
    {
        var random = new Random(3);
        var whole = new LatencyHistogram();
        var merged = new LatencyHistogram();
        for (int part = 0; part < 5; part++)
        {
            var histogram = new LatencyHistogram();
            for (int i = 0; i < 1000; i++)
            {
                long ticks = random.NextInt64(1, 200 * _millisecond);
                whole.Record(ticks);
                histogram.Record(ticks);
            }

            merged.Add(histogram);
        }

        Assert.Equal(whole.Summarize(), merged.Summarize());
    }

    private WindowRecorder Recorder() => new(TimeSpan.FromMilliseconds(100), () => new ProcessorTimes(_cpu, null));

    private static long At(int milliseconds) => (1000 + milliseconds) * _millisecond;
}
