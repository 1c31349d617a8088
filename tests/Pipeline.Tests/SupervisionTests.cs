using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Pipeline.Ledger;
using OpenVinoFlow.Pipeline.Sinks;
using OpenVinoFlow.Pipeline.Sources;
using OpenVinoFlow.Pipeline.Statistics;
using OpenVinoFlow.Pipeline.Tests.Faults;
using OpenVinoFlow.Pipeline.Tests.Sources;
using OpenVinoFlow.Preprocess;
using OpenVinoFlow.Preprocess.Decoding;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Pipeline.Tests;

/// <summary>Each way in which a part can break ends as docs/cli.md says, with every input accounted for.</summary>
public sealed class SupervisionTests : IDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_sink_that_throws_ends_the_run_and_no_sink_gets_a_further_item()
    {
        var before = new RecordingSink();
        var after = new RecordingSink();
        await using Flow flow = Flow.Create(Options());
        FlowReport report = await RunAsync(flow, Synthetic(1000), [before, new RecordingSink { On = 7, Then = () => throw new IOException("No space left on device") }, after]);

        Assert.Equal((FlowOutcome.Faulted, 7, 1), (report.Outcome, report.Ledger.Done, report.Ledger.Failed));
        Assert.Equal("recording: No space left on device", report.Reason);
        Assert.Equal((8, 7), (before.Ids.Count, after.Ids.Count));
        Assert.True(before.IsCompleted && after.IsCompleted);
    }

    [Fact]
    public async Task Out_of_memory_in_one_decode_is_that_images_failure()
    {
        var options = new FlowHostOptions { Decoders = () => [new GreedyDecoder()] };
        await using Flow flow = Flow.Create(Options(), options);
        var sink = new RecordingSink();
        FlowReport report = await RunAsync(flow, Bitmaps(50), [sink]);

        Assert.Equal((FlowOutcome.Completed, 40, 10), (report.Outcome, report.Ledger.Done, report.Ledger.Failed));
        Assert.All(sink.Failures, failure => Assert.Equal(Reasons.OutOfMemory, failure.Reason));
    }

    [Fact]
    public async Task A_header_that_asks_for_enormous_memory_is_that_images_failure()
    {
        // A PNG of 200,000 by 200,000 pixels, as far as its header goes.
        byte[] png = [0x89, .. "PNG\r\n\u001a\n"u8, 0, 0, 0, 13, .. "IHDR"u8, 0, 3, 0x0D, 0x40, 0, 3, 0x0D, 0x40, 8, 6, 0, 0, 0, 1, 2, 3, 4, .. new byte[100]];
        await using Flow flow = Flow.Create(Options());
        var sink = new RecordingSink();
        FlowReport report = await RunAsync(flow, Given(ImageItem.Empty("a"), ImageItem.FromBytes("bomb.png", png), ImageItem.Empty("b")), [sink]);

        Assert.Equal((FlowOutcome.Completed, 2), (report.Outcome, report.Ledger.Done));
        Assert.Equal(FailureReason.TooManyPixels.ToText(), Assert.Single(sink.Failures).Reason);
    }

    [Fact]
    public async Task A_source_folder_deleted_while_it_is_read_ends_the_run_with_what_was_read()
    {
        string photos = _folder.Folder("photos");
        for (int i = 0; i < 500; i++)
            File.WriteAllBytes(Path.Combine(photos, $"{i:000}.bmp"), FaultySource.Bitmap((byte)i));

        await using Flow flow = Flow.Create(Options());
        var sink = new RecordingSink { On = 5, Then = () => Directory.Delete(photos, recursive: true) };
        FlowReport report = await RunAsync(flow, new FolderSource(new ImageFolderOptions { Path = photos }), [sink]);

        Assert.Equal(FlowOutcome.Faulted, report.Outcome);
        Assert.Contains("disappeared while it was read", report.Reason, StringComparison.Ordinal);
        Assert.InRange(report.Ledger.Read, 6, 499);
        Assert.Equal(report.Ledger.Read, report.Ledger.Done + report.Ledger.Failed);
        Assert.All(sink.Failures, failure => Assert.Equal(Reasons.NotFound, failure.Reason));
    }

    [Fact]
    public async Task An_archive_cut_in_half_ends_the_run_with_what_was_whole()
    {
        string path = Archives.Tar(_folder.File("photos.tar"), Enumerable.Range(0, 100).Select(i => ($"{i:000}.bmp", FaultySource.Bitmap((byte)i))));
        using (FileStream file = File.OpenWrite(path))
            file.SetLength((file.Length / 2) + 1030);

        await using Flow flow = Flow.Create(Options());
        var sink = new RecordingSink();
        FlowReport report = await RunAsync(flow, new TarSource(new ArchiveSourceOptions { Path = path }), [sink]);

        Assert.Equal(FlowOutcome.Faulted, report.Outcome);
        Assert.Contains($"{path} is damaged or was cut short after ", report.Reason, StringComparison.Ordinal);
        Assert.InRange(report.Ledger.Done, 45, 55);
        Assert.Equal(Enumerable.Range(0, (int)report.Ledger.Read).Select(i => $"photos.tar/{i:000}.bmp"), sink.Ids.Order());
        Assert.Equal(report.Ledger.Failed, sink.Failures.Count);
    }

    [Fact]
    public async Task A_source_that_blocks_its_thread_is_given_up()
    {
        using var never = new ManualResetEventSlim();
        await using Flow flow = Flow.Create(Options() with { Run = new RunOptions { StallReport = TimeSpan.FromMilliseconds(100), StallTimeout = TimeSpan.FromSeconds(1) } });
        FlowReport report = await RunAsync(flow, new LazySource(() => Blocking(never)), []);
        never.Set();

        Assert.Equal((FlowOutcome.Faulted, 3), (report.Outcome, report.Ledger.Done));
        Assert.Contains("the source was asked for the next image and has not answered", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_breaks_when_it_is_closed_is_a_fault_with_every_image_finished()
    {
        await using Flow flow = Flow.Create(Options());
        FlowReport report = await RunAsync(flow, new LazySource(BreakingAtTheEnd), [new RecordingSink()]);
        Assert.Equal((FlowOutcome.Faulted, "closing failed", 3), (report.Outcome, report.Reason, report.Ledger.Done));
    }

    [Fact]
    public async Task A_sink_that_cannot_finish_its_files_is_not_waited_for_for_ever()
    {
        await using Flow flow = Flow.Create(Options() with { Run = new RunOptions { StallTimeout = TimeSpan.FromSeconds(1) } });
        FlowReport report = await RunAsync(flow, Synthetic(10), [new RecordingSink { NeverCompletes = true }]);

        Assert.Equal((FlowOutcome.Faulted, 10), (report.Outcome, report.Ledger.Done));
        Assert.Contains("run.stall_timeout", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_run_waits_for_what_is_on_its_way_but_not_longer_than_its_drain_timeout()
    {
        // Inferences that end only when they are cancelled, which is what happens after the drain timeout.
        var plan = new FaultPlan(0) { InferStuck = 100, InferHangs = 0, StartFails = 0 };
        var host = new FlowHostOptions { Engines = new EngineCatalog().Add(EngineKind.Null, _ => new FaultyEngine(plan)), Decoders = () => [new FaultyDecoder(plan)] };
        await using Flow flow = Flow.Create(Options(), host);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task<FlowReport> run = flow.RunAsync(Synthetic(1000), [], new RunControl { DrainTimeout = TimeSpan.FromSeconds(1) }, cancel.Token);
        await Task.Delay(300, Cancellation);
        Assert.False(run.IsCompleted);

        await cancel.CancelAsync();
        FlowReport report = await run.WaitAsync(_limit, Cancellation);
        Assert.Equal((FlowOutcome.Cancelled, true), (report.Outcome, report.Balanced));
        Assert.True(report.Ledger.Cancelled > 0);
    }

    [Fact]
    public async Task A_run_that_is_aborted_ends_even_when_a_sink_never_returns_and_says_what_it_left()
    {
        using var never = new ManualResetEventSlim();
        await using Flow flow = Flow.Create(Options());
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        using var abort = new CancellationTokenSource();
        var reports = new List<string>();
        var writing = new TaskCompletionSource();
        var sink = new RecordingSink
        {
            On = 5,
            Then = () =>
            {
                writing.SetResult();
                never.Wait();
            },
        };
        Task<FlowReport> run = flow.RunAsync(Synthetic(1000), [sink], new RunControl { Abort = abort.Token, Stalled = reports.Add }, cancel.Token);
        await writing.Task;

        await cancel.CancelAsync();
        await abort.CancelAsync();
        FlowReport report = await run.WaitAsync(_limit, Cancellation);
        never.Set();

        Assert.Equal((FlowOutcome.Cancelled, 5, true), (report.Outcome, report.Ledger.Done, report.Balanced));
        Assert.Contains("null/5: is being written", Assert.Single(reports), StringComparison.Ordinal);
    }

    private static async Task<FlowReport> RunAsync(Flow flow, IImageSource source, IReadOnlyList<IResultSink> sinks)
    {
        FlowReport report = await flow.RunAsync(source, sinks, cancellationToken: Cancellation).WaitAsync(_limit, Cancellation);
        Assert.True(report.Balanced, string.Join("; ", report.Unaccounted));
        return report;
    }

    private static FlowOptions Options() => new()
    {
        Model = new ModelOptions { Path = "", Engine = EngineKind.Null },
        Errors = new ErrorOptions { MaxFailureRate = null },
    };

    private static SyntheticSource Synthetic(long count) => new(new SyntheticSourceOptions { Count = count });

    private static AsyncEnumerableSource Given(params ImageItem[] items) => new(items.ToAsyncEnumerable());

    private static AsyncEnumerableSource Bitmaps(int count) =>
        new(Enumerable.Range(0, count).Select(i => ImageItem.FromBytes($"{i}", FaultySource.Bitmap((byte)i))).ToAsyncEnumerable());

    private static IEnumerable<ImageItem> Blocking(ManualResetEventSlim never)
    {
        for (int i = 0; i < 3; i++)
            yield return ImageItem.Empty($"{i}");
        never.Wait();
    }

    private static IEnumerable<ImageItem> BreakingAtTheEnd()
    {
        try
        {
            for (int i = 0; i < 3; i++)
                yield return ImageItem.Empty($"{i}");
        }
        finally
        {
            Close();
        }

        static void Close() => throw new IOException("closing failed");
    }

    private sealed class LazySource(Func<IEnumerable<ImageItem>> items) : IImageSource
    {
        public string Description => "lazy source";

        public void Check()
        {
        }

        public long? Count(CancellationToken cancellationToken) => null;

        public IAsyncEnumerable<ImageItem> ReadAsync(CancellationToken cancellationToken) => items().ToAsyncEnumerable();
    }

    private sealed class RecordingSink : IResultSink
    {
        public List<string> Ids { get; } = [];

        public List<Failure> Failures { get; } = [];

        public bool IsCompleted { get; private set; }

        public bool NeverCompletes { get; init; }

        /// <summary>The item, counted from 0, before whose writing <see cref="Then"/> is done.</summary>
        public int On { get; init; } = -1;

        public Action? Then { get; init; }

        public string Description => "recording";

        public ValueTask OpenAsync(SinkContext context, CancellationToken cancellationToken) => default;

        public ValueTask WriteAsync(FlowItem item, CancellationToken cancellationToken)
        {
            if (Ids.Count == On)
                Then!();
            Ids.Add(item.Id);
            if (item.Failure is { } failure)
                Failures.Add(failure);
            return default;
        }

        public ValueTask FlushAsync(CancellationToken cancellationToken) => default;

        public async ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            if (NeverCompletes)
                await Task.Delay(Timeout.Infinite, CancellationToken.None);
            IsCompleted = true;
        }

        public ValueTask DisposeAsync() => default;
    }

    /// <summary>Runs out of memory on every fifth picture.</summary>
    private sealed class GreedyDecoder : IImageDecoder
    {
        public string Name => "greedy";

        public bool CanDecode(ImageFormat format) => true;

        public bool CanScale(ImageFormat format, int eighths) => false;

        public DecodeStatus Decode(ReadOnlySpan<byte> encoded, in DecodeRequest request, Span<byte> pixels) =>
            encoded[^1] % 5 == 0 ? throw new InsufficientMemoryException("injected") : default;

        public void Dispose()
        {
        }
    }
}
