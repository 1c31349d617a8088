using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Ledger;
using OpenVinoFlow.Pipeline.Sinks;
using OpenVinoFlow.Pipeline.Sources;
using OpenVinoFlow.Pipeline.Statistics;

namespace OpenVinoFlow.Pipeline.Tests;

/// <summary>Nothing can hold up a run for ever; what does is named.</summary>
public class StallTests
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_sink_that_never_returns_is_reported_with_its_items_and_the_run_given_up()
    {
        var reports = new List<string>();
        await using Flow flow = Flow.Create(Options(report: 500, timeout: 3000));
        FlowReport report = await flow.RunAsync(
            new SyntheticSource(new SyntheticSourceOptions { Count = 1000 }),
            [new StuckSink(after: 5)],
            new RunControl { Stalled = reports.Add },
            TestContext.Current.CancellationToken).WaitAsync(_limit);

        Assert.Equal(FlowOutcome.Faulted, report.Outcome);
        Assert.StartsWith("given up: no image was finished for ", report.Reason, StringComparison.Ordinal);
        Assert.True(report.Balanced, string.Join("; ", report.Unaccounted));
        Assert.Equal(5, report.Ledger.Done);
        Assert.Contains("null/5: is being written, on its way for ", report.Reason, StringComparison.Ordinal);
        Assert.NotEmpty(reports);
    }

    [Fact]
    public async Task A_source_that_hangs_is_reported_and_the_run_given_up()
    {
        await using Flow flow = Flow.Create(Options(report: 500, timeout: 3000));
        FlowReport report = await flow.RunAsync(new HangingSource(mayWait: false), [], cancellationToken: TestContext.Current.CancellationToken).WaitAsync(_limit);

        Assert.Equal(FlowOutcome.Faulted, report.Outcome);
        Assert.Contains("the source was asked for the next image and has not answered", report.Reason, StringComparison.Ordinal);
        Assert.Equal(new LedgerCounts(3, 3, 0, 0, 0), report.Ledger);
    }

    [Fact]
    public async Task A_source_that_may_wait_is_waited_for()
    {
        // Long enough for the first three images on a busy machine: until they are done, the source is not what is waited for.
        await using Flow flow = Flow.Create(Options(report: 200, timeout: 1000));
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task<FlowReport> run = flow.RunAsync(new HangingSource(mayWait: true), [], cancellationToken: cancel.Token);

        await Task.Delay(2500, TestContext.Current.CancellationToken);
        Assert.False(run.IsCompleted);

        await cancel.CancelAsync();
        FlowReport report = await run.WaitAsync(_limit);
        Assert.Equal((FlowOutcome.Cancelled, 3), (report.Outcome, report.Ledger.Done));
    }

    private static FlowOptions Options(int report, int timeout) => new()
    {
        Model = new ModelOptions { Path = "", Engine = EngineKind.Null },
        Run = new RunOptions { StallReport = TimeSpan.FromMilliseconds(report), StallTimeout = TimeSpan.FromMilliseconds(timeout) },
    };

    private sealed class StuckSink(int after) : IResultSink
    {
        private int _written;

        public string Description => "stuck sink";

        public ValueTask OpenAsync(SinkContext context, CancellationToken cancellationToken) => default;

        public ValueTask WriteAsync(FlowItem item, CancellationToken cancellationToken) =>
            _written++ < after ? default : new ValueTask(Task.Delay(Timeout.Infinite, CancellationToken.None));

        public ValueTask FlushAsync(CancellationToken cancellationToken) => default;

        public ValueTask CompleteAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("a sink that hangs is not to be spoken to");

        public ValueTask DisposeAsync() => default;
    }

    private sealed class HangingSource(bool mayWait) : IImageSource
    {
        public string Description => "hanging source";

        public bool MayWait => mayWait;

        public void Check()
        {
        }

        public long? Count(CancellationToken cancellationToken) => null;

        public async IAsyncEnumerable<ImageItem> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            for (int i = 0; i < 3; i++)
                yield return ImageItem.Empty($"{i}");
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
        }
    }
}
