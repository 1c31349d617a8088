using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Pipeline.Measuring;

namespace OpenVinoFlow.Pipeline.Tests.Measuring;

/// <summary>What is measured is what happened: on a network that takes as long as it is told.</summary>
public class WorkloadTests
{
    private static readonly MeasuringPolicy _short = new()
    {
        Window = TimeSpan.FromMilliseconds(200),
        MaxWarmUp = TimeSpan.Zero,
        MinDuration = TimeSpan.FromSeconds(0.5),
        MaxDuration = TimeSpan.FromSeconds(2),
        WholeDuration = true,
        MinWindows = 2,
        Busy = 1,
        Unstable = 100,
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_closed_loop_keeps_every_request_busy()
    {
        using var model = new TestModel(_ => TimeSpan.FromMilliseconds(20));
        Measurement measured = await Measure.RunAsync(new InferenceWorkload(model, 3, NoFill), _short, profiled: false, Cancellation);

        Assert.True(measured.Verdict.Valid, measured.Verdict.ToString());
        Assert.True(measured.Latency.P50 >= 19.9, $"{measured.Latency.P50}");
        Assert.InRange(measured.ImagesPerSecond, 1, 3 / 0.0199);
        Assert.Contains(measured.Windows, window => window.WarmUp);
        Assert.Equal(measured.Images, measured.Latency.Count);
        Assert.Equal(measured.Counted.Sum(window => window.Images), measured.Images);
    }

    [Fact]
    public async Task A_stall_in_an_open_loop_is_seen_by_everyone_who_arrived_meanwhile()
    {
        // One request, one inference of a second: a closed loop would show one slow latency, an open one those of all that waited.
        using var model = new TestModel(number => number == 120 ? TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(1));
        var open = new OpenLoop(50, ArrivalKind.Constant);
        Measurement measured = await Measure.RunAsync(new InferenceWorkload(model, 1, NoFill, open), _short with { MaxDuration = TimeSpan.FromSeconds(4) }, profiled: false, Cancellation);

        Assert.Equal(50, measured.Offered);
        Assert.True(measured.Latency.Max >= 900, $"{measured.Latency.Max}");
        Assert.True(measured.Latency.Max > 2 * measured.Latency.P50);
        long late = measured.Histograms.Sum(histogram => histogram.Nanoseconds.RecordedValues().Where(value => value.ValueIteratedTo > 100_000_000).Sum(value => value.CountAtValueIteratedTo));
        Assert.True(late >= 8, $"{late} latencies of more than 100 ms; those that arrived during the stall must show it");
    }

    [Fact]
    public async Task More_than_can_be_done_is_an_overload()
    {
        using var model = new TestModel(_ => TimeSpan.FromMilliseconds(20));
        Measurement measured = await Measure.RunAsync(
            new InferenceWorkload(model, 1, NoFill, new OpenLoop(1000, ArrivalKind.Poisson)), _short, profiled: false, Cancellation);
        Assert.Contains(measured.Verdict.Reasons, reason => reason.Kind == InvalidKind.Overloaded);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_number_of_inferences_is_kept_to(bool synchronous)
    {
        using var model = new TestModel(_ => TimeSpan.FromMilliseconds(1));
        IWorkload work = synchronous ? new SyncInferenceWorkload(model, NoFill) { Limit = 101 } : new InferenceWorkload(model, 4, NoFill) { Limit = 101 };
        Measurement measured = await Measure.RunAsync(work, _short with { MaxDuration = TimeSpan.FromDays(1) }, profiled: false, Cancellation);

        Assert.Equal(101, model.Inferences);
        Assert.Equal(100, measured.Windows.Sum(window => window.Images));
    }

    [Fact]
    public async Task A_failed_inference_ends_the_measurement_with_its_text()
    {
        foreach (IWorkload work in (IWorkload[])[
            new InferenceWorkload(Failing(), 2, NoFill),
            new InferenceWorkload(Failing(), 2, NoFill, new OpenLoop(500, ArrivalKind.Constant)),
            new SyncInferenceWorkload(Failing(), NoFill)])
        {
            InferenceException error = await Assert.ThrowsAsync<InferenceException>(() => Measure.RunAsync(work, _short, profiled: false, Cancellation));
            Assert.Contains("injected", error.Message, StringComparison.Ordinal);
        }

        static TestModel Failing() => new(_ => TimeSpan.FromMilliseconds(1)) { FailsAt = 20 };
    }

    [Fact]
    public async Task What_hangs_is_given_up()
    {
        using var model = new TestModel(number => number == 5 ? TimeSpan.FromSeconds(5) : TimeSpan.FromMilliseconds(1));
        InferenceException error = await Assert.ThrowsAsync<InferenceException>(() => Measure.RunAsync(
            new InferenceWorkload(model, 1, NoFill), _short with { MaxDuration = TimeSpan.FromMinutes(1), StallTimeout = TimeSpan.FromSeconds(1) }, profiled: false, Cancellation));
        Assert.Contains("given up", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flow_is_measured_from_its_source_to_its_sinks()
    {
        await using Flow flow = Flow.Create(new FlowOptions
        {
            Model = new ModelOptions { Path = "", Engine = EngineKind.Null },
            Source = new SourceOptions { Synthetic = new SyntheticSourceOptions { Count = 1000 } },
        });

        foreach (OpenLoop? open in new[] { null, new OpenLoop(400, ArrivalKind.Poisson) })
        {
            BenchReport report = await FlowBench.RunAsync(flow, new BenchOptions { Policy = _short, OpenLoop = open, InferenceOnly = false }, cancellationToken: Cancellation);
            Measurement measured = Assert.Single(report.Measurements);
            Assert.Equal("end_to_end", measured.Name);
            Assert.True(measured.Images > 100);
            Assert.Contains(report.Notes, note => note.StartsWith("read and preprocess were not measured", StringComparison.Ordinal));
            Assert.Contains("requests", report.Settings.Keys);
        }
    }

    [Fact]
    public async Task A_cancelled_measurement_reports_what_it_has_and_says_so()
    {
        using var model = new TestModel(_ => TimeSpan.FromMilliseconds(5));
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        cancel.CancelAfter(TimeSpan.FromSeconds(1));
        Measurement measured = await Measure.RunAsync(new InferenceWorkload(model, 2, NoFill), _short with { MaxDuration = TimeSpan.FromMinutes(1) }, profiled: false, cancel.Token);
        Assert.Contains(measured.Verdict.Reasons, reason => reason.Kind == InvalidKind.EndedEarly);
    }

    [Fact]
    public void Arrivals_come_at_their_rate_and_the_same_way_again()
    {
        foreach (ArrivalKind kind in Enum.GetValues<ArrivalKind>())
        {
            long[] times = Times(kind);
            Assert.Equal(times, Times(kind));
            Assert.Equal(10_000 / 250.0, times[^1] / (double)System.Diagnostics.Stopwatch.Frequency, kind == ArrivalKind.Constant ? 0.01 : 2);
        }

        static long[] Times(ArrivalKind kind)
        {
            var schedule = new ArrivalSchedule(new OpenLoop(250, kind), seed: 1);
            return [.. Enumerable.Range(0, 10_001).Select(_ => schedule.Next())];
        }
    }

    private static void NoFill(InferBuffers buffers, int index)
    {
    }
}
