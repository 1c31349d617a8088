using System.Collections.Concurrent;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Pipeline.Engines.NullEngine;
using OpenVinoFlow.Pipeline.Stages;

namespace OpenVinoFlow.Pipeline.Tests.Stages;

public class WatchdogTests
{
    private static readonly InputFormat _format = new(DataType.U8, ImageLayout.Nhwc, 1, 1, 1, false);
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(20);

    [Fact]
    public void A_stall_is_reported_once_and_again_when_the_run_has_got_on_in_between()
    {
        long settled = 5;
        var reports = new ConcurrentQueue<TimeSpan>();
        using Dispatcher dispatcher = NewDispatcher();
        using var watchdog = new Watchdog(
            Options(report: 40, timeout: null), dispatcher, () => Interlocked.Read(ref settled), () => true, reports.Enqueue, _ => Assert.Fail("given up"));

        Assert.True(SpinWait.SpinUntil(() => !reports.IsEmpty, _limit));
        Thread.Sleep(200);
        Assert.Single(reports);
        Assert.True(reports.First() >= TimeSpan.FromMilliseconds(40));

        Interlocked.Increment(ref settled);
        Assert.True(SpinWait.SpinUntil(() => reports.Count == 2, _limit));
    }

    [Fact]
    public void A_run_that_does_not_get_on_for_too_long_is_given_up()
    {
        var given = new ConcurrentQueue<TimeSpan>();
        using Dispatcher dispatcher = NewDispatcher();
        using var watchdog = new Watchdog(Options(report: 60_000, timeout: 50), dispatcher, () => 0, () => true, _ => Assert.Fail("reported"), given.Enqueue);
        Assert.True(SpinWait.SpinUntil(() => !given.IsEmpty, _limit));
        Assert.True(given.First() >= TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void A_run_that_rightly_waits_is_left_alone()
    {
        bool expects = false;
        var reports = new ConcurrentQueue<TimeSpan>();
        using Dispatcher dispatcher = NewDispatcher();
        using var watchdog = new Watchdog(Options(report: 40, timeout: null), dispatcher, () => 0, () => Volatile.Read(ref expects), reports.Enqueue, _ => { });
        Thread.Sleep(300);
        Assert.Empty(reports);

        Volatile.Write(ref expects, true);
        Assert.True(SpinWait.SpinUntil(() => !reports.IsEmpty, _limit));
    }

    [Fact]
    public void A_run_that_gets_on_is_left_alone()
    {
        long settled = 0;
        var reports = new ConcurrentQueue<TimeSpan>();
        using Dispatcher dispatcher = NewDispatcher();
        using var watchdog = new Watchdog(Options(report: 40, timeout: 80), dispatcher, () => Interlocked.Increment(ref settled), () => true, reports.Enqueue, reports.Enqueue);
        Thread.Sleep(300);
        Assert.Empty(reports);
    }

    [Fact]
    public void Nobody_is_watched_after_its_end()
    {
        int looks = 0;
        using Dispatcher dispatcher = NewDispatcher();
        using (new Watchdog(Options(report: 40, timeout: null), dispatcher, () => Interlocked.Increment(ref looks), () => true, _ => { }, _ => { }))
            Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref looks) > 2, _limit));

        // A look may be on its way.
        Thread.Sleep(50);
        int after = Volatile.Read(ref looks);
        Thread.Sleep(200);
        Assert.Equal(after, Volatile.Read(ref looks));
    }

    [Theory]
    [InlineData(400, null, null, 100)]
    [InlineData(400, 200, null, 50)]
    [InlineData(400, 800, 120, 30)]
    [InlineData(4000, null, null, 1000)]
    [InlineData(60_000, 600_000, null, 1000)]
    [InlineData(40, null, null, 10)]
    [InlineData(60_000, null, 1, 10)]
    public void It_looks_four_times_within_the_shortest_timeout(int report, int? timeout, int? inference, int period)
    {
        FlowOptions options = Options(report, timeout) with { Infer = new InferOptions { Timeout = inference is { } limit ? TimeSpan.FromMilliseconds(limit) : null } };
        Assert.Equal(TimeSpan.FromMilliseconds(period), Watchdog.PeriodFor(options));
    }

    [Fact]
    public void Inferences_that_take_too_long_are_ended()
    {
        var ended = new ConcurrentQueue<InferBatch>();
        using Dispatcher dispatcher = new(
            1, _ => new HangingSlot(), () => new InferBuffers(_format, 1, []), InferModeKind.Async, SchedulingKind.FirstIdle, ended.Enqueue);
        FlowOptions options = Options(report: 60_000, timeout: null) with { Infer = new InferOptions { Timeout = TimeSpan.FromMilliseconds(20) } };
        using var watchdog = new Watchdog(options, dispatcher, () => 0, () => true, _ => { }, _ => { });
        dispatcher.Enqueue(new InferBatch(new InferBuffers(_format, 1, [])));

        Assert.True(SpinWait.SpinUntil(() => !ended.IsEmpty, _limit));
        Assert.Equal(InferStatus.TimedOut, Assert.Single(ended).Outcome.Status);
        Assert.Equal(1, dispatcher.Replaced);
    }

    private static FlowOptions Options(int report, int? timeout) => new()
    {
        Model = new ModelOptions { Path = "", Engine = EngineKind.Null },
        Run = new RunOptions
        {
            StallReport = TimeSpan.FromMilliseconds(report),
            StallTimeout = timeout is { } limit ? TimeSpan.FromMilliseconds(limit) : null,
        },
    };

    private static Dispatcher NewDispatcher() => new(
        1,
        number => new NullSlot(number, new CompletionChannel()),
        () => throw new NotSupportedException(),
        InferModeKind.Async,
        SchedulingKind.FirstIdle,
        _ => { });

    private sealed class HangingSlot : IInferSlot
    {
        public void Start(InferBuffers buffers)
        {
        }

        public InferOutcome Wait() => InferOutcome.Done;

        public InferOutcome Run(InferBuffers buffers) => InferOutcome.Done;

        public void Cancel()
        {
        }

        public void Dispose()
        {
        }
    }
}
