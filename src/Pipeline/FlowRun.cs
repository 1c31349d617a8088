using System.Diagnostics;
using System.Globalization;
using System.Threading.Tasks.Dataflow;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Pipeline.Ledger;
using OpenVinoFlow.Pipeline.Measuring;
using OpenVinoFlow.Pipeline.Resume;
using OpenVinoFlow.Pipeline.Sinks;
using OpenVinoFlow.Pipeline.Sources;
using OpenVinoFlow.Pipeline.Stages;
using OpenVinoFlow.Pipeline.Statistics;

namespace OpenVinoFlow.Pipeline;

/// <summary>
/// One run of a flow, from the source's first item to the last sink's last line. Builds the stages, links them, completes them one after the
/// other from the source on, and accounts for every item at the end.
/// </summary>
/// <remarks>
/// <code>
/// source -> read block -> decode block -> assembler -> dispatcher -> infer requests -> completion channel -> collector -> sink block
///                                          ^ places                    ^ slots come back                                   | batches, items
///                                          +-------------------------------------------------------------------------------+
/// </code>
/// Nothing behind the source ever refuses or drops an item: <see cref="ItemPool"/> bounds how many are on their way, so the blocks' own queues
/// need no bound; the <see cref="BatchAssembler"/> bounds pinned memory and blocks decode workers, which have threads of their own.
/// </remarks>
internal sealed class FlowRun : IDisposable
{
    private static readonly TimeSpan _progressPeriod = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _shortestCommitPeriod = TimeSpan.FromMilliseconds(10);

    /// <summary>How long what is given up may take to end; after that it is left alone.</summary>
    private static readonly TimeSpan _abortGrace = TimeSpan.FromSeconds(10);

    private readonly IImageSource _source;
    private readonly ResumedSource? _resumed;
    private readonly RunJournal? _journal;
    private readonly IReadOnlyList<IResultSink> _sinks;
    private readonly RunControl _control;
    private readonly FlowParts _parts;
    private readonly FailureBudget _budget;
    private readonly FlowLedger _ledger = new();
    private readonly FlowStatistics _statistics = new();
    private readonly Supervisor _supervisor = new();
    private readonly CompletionChannel _completions = new();
    private readonly ItemPool _items;
    private readonly BatchAssembler _assembler;
    private readonly Dispatcher _dispatcher;
    private readonly FileReader _reader;
    private readonly DecodeStage _decode;
    private readonly DedicatedThreads _decodeThreads;
    private readonly TransformBlock<FlowItem, FlowItem> _readBlock;
    private readonly ActionBlock<FlowItem> _decodeBlock;
    private readonly ActionBlock<Arrival> _sinkBlock;
    private readonly SinkStage _sinkStage;
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _over = new();
    private volatile bool _sourceIsAsked;
    private TimeSpan _cpuAtStart;
    private long _startedAt;

    /// <param name="parts">What every run of the flow is made of.</param>
    /// <param name="source">Where the images come from.</param>
    /// <param name="sinks">Where the results go; with a journal, sinks that can be resumed.</param>
    /// <param name="control">What the caller adds.</param>
    /// <param name="journal">What is done already and what will be; null where nothing is kept. Owned by the caller.</param>
    public FlowRun(FlowParts parts, IImageSource source, IReadOnlyList<IResultSink> sinks, RunControl control, RunJournal? journal = null)
    {
        FlowOptions options = parts.Options;
        FlowPlan plan = parts.Plan;
        ICompiledModel model = parts.Model;
        _parts = parts;
        _journal = journal;
        _resumed = journal?.WhatIsLeftOf(source);
        _resumed?.Skipped = _ledger.Skip;
        _source = _resumed ?? source;
        _sinks = sinks;
        _control = control;
        _budget = new FailureBudget(options.Errors);
        _items = new ItemPool(plan.Items);
        _dispatcher = new Dispatcher(
            plan.Requests, number => model.CreateSlot(number, _completions), model.CreateBuffers, options.Infer.Mode, options.Infer.Scheduling, SendToSinks);
        _assembler = new BatchAssembler(
            [.. Enumerable.Range(0, plan.Batches).Select(_ => new InferBatch(model.CreateBuffers()))],
            options.Infer.BatchTimeout,
            _dispatcher.Enqueue,
            wanted: () => _dispatcher.Waiting < 0);

        Sequencer? sequencer = options.Output.Order == OrderKind.Input ? new Sequencer(plan.Items) : null;
        _sinkStage = new SinkStage(parts, sinks, _ledger, _budget, _statistics, _assembler, _items, sequencer, _supervisor, journal);
        _sinkBlock = new ActionBlock<Arrival>(_sinkStage.AcceptAsync);

        _decode = new DecodeStage(parts.Preprocess, parts.Decoders, _assembler, SendToSinks);
        _decodeThreads = new DedicatedThreads("ovflow-decode", plan.DecodeWorkers);
        _decodeBlock = new ActionBlock<FlowItem>(_decode.Process, new ExecutionDataflowBlockOptions
        {
            MaxDegreeOfParallelism = plan.DecodeWorkers,
            EnsureOrdered = false,
            TaskScheduler = _decodeThreads,
        });

        _reader = new FileReader(options.Preprocess.MaxFileBytes, new ReadRetry(options.Errors), _supervisor.Stopped, stamp: journal is not null);
        _readBlock = new TransformBlock<FlowItem, FlowItem>(Read, new ExecutionDataflowBlockOptions
        {
            MaxDegreeOfParallelism = plan.Readers,
            EnsureOrdered = false,
        });
        _readBlock.LinkTo(_decodeBlock, new DataflowLinkOptions { PropagateCompletion = true });
    }

    /// <summary>Runs to the end and reports. Throws only where nothing was read yet.</summary>
    public async Task<FlowReport> ExecuteAsync(CancellationToken cancellationToken)
    {
        bool nothingLeft = await FindWhatIsLeftAsync(cancellationToken).ConfigureAwait(false);
        if (!nothingLeft)
            await OpenSinksAsync(cancellationToken).ConfigureAwait(false);

        using CancellationTokenRegistration onAborted = _supervisor.Aborted.Register(Abort);
        using CancellationTokenRegistration onCancel = cancellationToken.Register(Cancel);
        using CancellationTokenRegistration onAbort = _control.Abort.Register(_supervisor.Abort);

        _cpuAtStart = Environment.CpuUsage.TotalTime;
        long allocatedBefore = GC.GetTotalAllocatedBytes();
        int collectionsBefore = GC.CollectionCount(2);
        _startedAt = Stopwatch.GetTimestamp();

        OccupancySample? occupancy;
        using (new Watchdog(_parts.Options, _dispatcher, () => _ledger.Counts.Settled, ExpectsProgress, ReportStall, GiveUp))
        using (var sampler = new Occupancy(Probe))
        using (ProgressFeed? progress = StartProgress(sampler))
        using (StartCommits())
        {
            await RunStagesAsync().ConfigureAwait(false);
            await _over.CancelAsync().ConfigureAwait(false);
            occupancy = sampler.Mean;
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(_startedAt);
        TimeSpan cpu = CpuUsed;
        long allocated = GC.GetTotalAllocatedBytes() - allocatedBefore;
        int collections = GC.CollectionCount(2) - collectionsBefore;

        if (!nothingLeft)
            await CommitAndCompleteAsync().ConfigureAwait(false);
        return Report(elapsed, cpu, allocated, collections, occupancy);
    }

    public void Dispose()
    {
        // What hangs may still use threads, slots and buffers: of a run that was given up, they are left to the process.
        if (_broken.Task.IsCompleted)
            return;

        _decodeThreads.Dispose();
        _decode.Dispose();
        _dispatcher.Dispose();
        _assembler.Dispose();
        _items.Dispose();
        _supervisor.Dispose();
        _over.Dispose();
    }

    /// <summary>Looks how far the source is done; true when an earlier run has done it all and finished the files.</summary>
    private async Task<bool> FindWhatIsLeftAsync(CancellationToken cancellationToken)
    {
        if (_resumed is null)
            return false;

        try
        {
            await _resumed.VerifyAsync(cancellationToken).ConfigureAwait(false);
            return _journal!.WasCompleted && await _resumed.IsAtEndAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ResumeException)
        {
            await _resumed.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task OpenSinksAsync(CancellationToken cancellationToken)
    {
        var context = new SinkContext(_parts.Provenance, _parts.Model.Outputs, _parts.Model.Batch);
        for (int i = 0; i < _sinks.Count; i++)
        {
            if (_journal?.Marks is { } marks)
                await ((IResumableSink)_sinks[i]).ReopenAsync(context, marks[i], cancellationToken).ConfigureAwait(false);
            else
                await _sinks[i].OpenAsync(context, cancellationToken).ConfigureAwait(false);
        }

        _journal?.Begin(_resumed is { ById: true });
    }

    /// <summary>Tells the sink stage in its turn, between two items, when it is time to commit.</summary>
    private Timer? StartCommits()
    {
        if (_journal is null)
            return null;

        TimeSpan period = _parts.Options.Run.CommitInterval > _shortestCommitPeriod ? _parts.Options.Run.CommitInterval : _shortestCommitPeriod;
        return new Timer(
            _ =>
            {
                if (_sinkStage.MayBeToldToCommit())
                    _sinkBlock.Post(default);
            },
            null,
            period,
            period);
    }

    /// <summary>
    /// Runs the stages to their end. Stages do not throw by design; should one do so all the same, the defect is the run's fault, everything on
    /// its way is given up, and nobody is waited for who might wait for the broken stage.
    /// </summary>
    private async Task RunStagesAsync()
    {
        Task collector = Task.Run(() => Collector.RunAsync(_completions.Reader, _dispatcher));

        foreach (Task stage in (Task[])[collector, _readBlock.Completion, _decodeBlock.Completion, _sinkBlock.Completion])
            _ = WatchAsync(stage);

        // On a thread of the pool: a source that never returns must hold up nobody who could give it up.
        Task all = WatchAsync(Task.Run(() => CompleteInTurnAsync(collector)));
        await Task.WhenAny(all, _broken.Task).ConfigureAwait(false);
    }

    /// <summary>Each stage is completed when the one before it has ended, so that none is closed on an item still to come.</summary>
    private async Task CompleteInTurnAsync(Task collector)
    {
        await PumpAsync().ConfigureAwait(false);

        _readBlock.Complete();
        await _decodeBlock.Completion.ConfigureAwait(false);

        _assembler.Flush();
        _dispatcher.Close();
        await _dispatcher.Drained.ConfigureAwait(false);

        _completions.Close();
        await collector.ConfigureAwait(false);

        _sinkBlock.Complete();
        await _sinkBlock.Completion.ConfigureAwait(false);
    }

    private async Task WatchAsync(Task stage)
    {
        try
        {
            await stage.ConfigureAwait(false);
        }
        catch (Exception defect)
        {
            _supervisor.Fail(defect);
            _broken.TrySetResult();
        }
    }

    private async Task PumpAsync()
    {
        CancellationToken stopped = _supervisor.Stopped;
        IAsyncEnumerator<ImageItem> source = _source.ReadAsync(stopped).GetAsyncEnumerator(stopped);
        Task<bool>? waiting = null;
        try
        {
            for (long turn = 0; ; turn++)
            {
                _sourceIsAsked = true;
                ValueTask<bool> next = source.MoveNextAsync();

                // A source that waits for its next image, and does not look at the token, must not hold up the end of the run.
                bool any = next.IsCompleted
                    ? await next.ConfigureAwait(false)
                    : await (waiting = next.AsTask()).WaitAsync(stopped).ConfigureAwait(false);
                _sourceIsAsked = false;
                if (!any || !await AcceptAsync(source.Current, turn, stopped).ConfigureAwait(false))
                    break;
            }
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
        }
        catch (Exception error)
        {
            _supervisor.FailSource(error);
        }

        if (waiting is null or { IsCompleted: true })
            await DisposeAsync(source).ConfigureAwait(false);
    }

    private async Task DisposeAsync(IAsyncEnumerator<ImageItem> source)
    {
        try
        {
            await source.DisposeAsync().ConfigureAwait(false);
            if (_resumed is not null)
                await _resumed.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception error)
        {
            _supervisor.FailSource(error);
        }
    }

    /// <summary>Sends an image on its way; false when no more are taken, and this one was not.</summary>
    private async ValueTask<bool> AcceptAsync(ImageItem given, long turn, CancellationToken stopped)
    {
        FlowItem? item = stopped.IsCancellationRequested ? null : await _items.RentAsync(stopped).ConfigureAwait(false);
        if (item is null)
        {
            given.Owner?.Dispose();
            return false;
        }

        item.Begin(given, turn, (_source as INumberedSource)?.Sequence ?? turn, Stopwatch.GetTimestamp());
        _ledger.Open();
        if (!_readBlock.Post(item))
            SendToSinks(item);
        return true;
    }

    private FlowItem Read(FlowItem item)
    {
        item.Stage = ItemStage.Reading;
        if (!item.Source.IsEmpty)
            _reader.Read(item);
        item.Stage = ItemStage.WaitingForDecoder;
        return item;
    }

    private void SendToSinks(InferBatch batch) => _sinkBlock.Post(new Arrival(batch, null));

    /// <summary>For an item without a place: it failed, or the run was aborted before it got one.</summary>
    private void SendToSinks(FlowItem item)
    {
        if (item.Failure is null)
            item.Cancelled = true;
        _sinkBlock.Post(new Arrival(null, item));
    }

    /// <summary>A run may wait as long as it likes for a source that may wait, when nothing is on its way.</summary>
    private bool ExpectsProgress() => !(_sourceIsAsked && _source.MayWait && _items.Idle == _items.Count);

    private void ReportStall(TimeSpan since)
    {
        string report = DescribeStall(since);
        _parts.Logger.Stalled(_parts.Options.Name, report);
        _control.Stalled?.Invoke(report);
    }

    private void GiveUp(TimeSpan since)
    {
        _supervisor.Fail(new TimeoutException($"given up: {DescribeStall(since)}"));
        _broken.TrySetResult();
    }

    private string DescribeStall(TimeSpan since)
    {
        OccupancySample queues = Probe();
        return StallReport.Write(
            since,
            _items.Open,
            _sourceIsAsked,
            string.Create(CultureInfo.InvariantCulture, $"{queues.Running} of {_parts.Plan.Requests} requests running, {queues.ToInfer} batches and {queues.ToDecode} files waiting, {queues.FreeBuffers} buffers free"));
    }

    private void Cancel()
    {
        _supervisor.Stop(StopCause.Cancelled, "cancelled");
        _ = AfterAsync(_control.DrainTimeout, _supervisor.Abort);
    }

    private async Task AfterAsync(TimeSpan time, Action action)
    {
        await Task.Delay(time, _over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_over.IsCancellationRequested)
            action();
    }

    private void Abort()
    {
        _dispatcher.Abort();
        _assembler.Abort();
        _items.Close();
        _ = AfterAsync(_abortGrace, LeaveAlone);
    }

    /// <summary>What does not end although it was given up is named, and no longer waited for.</summary>
    private void LeaveAlone()
    {
        ReportStall(_abortGrace);
        _broken.TrySetResult();
    }

    /// <summary>
    /// Finishes the sinks' files. With a journal that is for what is committed only: where the last results cannot be, files are left as they are,
    /// for a run that continues.
    /// </summary>
    private async Task CommitAndCompleteAsync()
    {
        bool committed = await CommitAsync().ConfigureAwait(false);
        if (!committed && !await _journal!.SettleAsync(_control.DrainTimeout).ConfigureAwait(false))
            return;

        await CompleteSinksAsync(committed).ConfigureAwait(false);
        if (committed && _supervisor.Cause == StopCause.None)
            _journal?.Complete();
    }

    private async Task<bool> CommitAsync()
    {
        if (_journal is null)
            return true;
        if (_broken.Task.IsCompleted || _sinkStage.Uneven)
            return false;

        try
        {
            await _journal.CommitAsync().ConfigureAwait(false);
            return true;
        }
        catch (Exception error)
        {
            _supervisor.Fail(error);
            return false;
        }
    }

    private async Task CompleteSinksAsync(bool committed)
    {
        foreach (IResultSink sink in _sinks)
        {
            // A sink that hangs in a write is no longer to be spoken to.
            if (ReferenceEquals(sink, _sinkStage.Writing))
                continue;

            try
            {
                Task complete = Task.Run(async () =>
                {
                    if (committed)
                        await sink.CompleteAsync(CancellationToken.None).ConfigureAwait(false);
                    else
                        await sink.FlushAsync(CancellationToken.None).ConfigureAwait(false);
                });
                await complete.WaitAsync(_parts.Options.Run.StallTimeout ?? Timeout.InfiniteTimeSpan).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                _supervisor.Fail(new SinkException($"{sink.Description}: its files were not finished within run.stall_timeout, {_parts.Options.Run.StallTimeout}."));
            }
            catch (Exception error)
            {
                _supervisor.Fail(new SinkException($"{sink.Description}: {error.Message}", error));
            }
        }
    }

    private OccupancySample Probe() => new(
        _readBlock.InputCount,
        _decodeBlock.InputCount,
        Math.Max(0, _dispatcher.Waiting),
        _dispatcher.Busy,
        _sinkBlock.InputCount,
        _assembler.Free,
        _items.Idle);

    private ProgressFeed? StartProgress(Occupancy sampler) => _control.Progress is { } progress
        ? new ProgressFeed(progress, _progressPeriod, _source, () => _ledger.Counts, () => Limit(sampler.Mean, CpuUsed))
        : null;

    /// <summary>Processor time of the whole process since the run began; other flows in it count too.</summary>
    private TimeSpan CpuUsed => Environment.CpuUsage.TotalTime - _cpuAtStart;

    private string Limit(OccupancySample? occupancy, TimeSpan cpu)
    {
        double seconds = Stopwatch.GetElapsedTime(_startedAt).TotalSeconds;
        double decodeUse = _decode.BusyTicks / (double)Stopwatch.Frequency / (seconds * _parts.Plan.DecodeWorkers);
        double cpuUse = cpu.TotalSeconds / (seconds * Environment.ProcessorCount);
        return LimitingStage.Describe(occupancy, _parts.Plan.DecodeWorkers, _parts.Plan.Requests, decodeUse, cpuUse);
    }

    /// <summary>Of a run that was given up, what is still on its way has its fate too.</summary>
    private void CancelWhatIsLeft()
    {
        foreach (FlowItem item in _items.Open)
        {
            _ledger.Settle(item, Fate.Cancelled);
            item.InUse = false;
        }
    }

    private IEnumerable<string> MissingBuffers()
    {
        if (_broken.Task.IsCompleted)
            yield break;
        if (_assembler.Free < _assembler.Total)
            yield return $"{_assembler.Total - _assembler.Free} of {_assembler.Total} buffers did not come back";
        if (_dispatcher.Busy > 0)
            yield return $"{_dispatcher.Busy} of {_parts.Plan.Requests} infer requests did not come back";
    }

    /// <summary>One request's figures are those of the stream it ran on last; they all run the same network.</summary>
    private LayerProfile? SampleLayers()
    {
        IReadOnlyList<LayerTime> layers = _parts.Model.ReadLayerTimes([_dispatcher.Slots[0]]);
        return layers.Count == 0 ? null : LayerProfile.Of(layers, _statistics.Batches, 1000 * _statistics.Infer.Summarize().Mean);
    }

    private FlowReport Report(TimeSpan elapsed, TimeSpan cpu, long allocated, int collections, OccupancySample? occupancy)
    {
        if (_broken.Task.IsCompleted)
            CancelWhatIsLeft();

        LedgerCounts counts = _ledger.Counts;
        string? overBudget = _budget.Exceeded(counts, final: true);
        (FlowOutcome outcome, string? reason) = _supervisor.Cause switch
        {
            StopCause.Fault => (FlowOutcome.Faulted, _supervisor.Reason),
            StopCause.FailureBudget => (FlowOutcome.FailureBudgetExceeded, _supervisor.Reason),
            StopCause.Cancelled => (FlowOutcome.Cancelled, _supervisor.Reason),
            _ => overBudget is null ? (FlowOutcome.Completed, null) : (FlowOutcome.FailureBudgetExceeded, overBudget),
        };

        if (_supervisor.Fault is { } fault)
            _parts.Logger.Faulted(_parts.Options.Name, fault.Message, fault);

        double images = Math.Max(counts.Done, 1);
        return new FlowReport
        {
            Outcome = outcome,
            Reason = reason,
            Provenance = _parts.Provenance,
            Ledger = counts,
            Committed = _journal?.Committed,
            Unaccounted = [.. _ledger.Violations, .. _items.Open.Select(item => $"{item.Id}: no fate"), .. MissingBuffers()],
            Seconds = elapsed.TotalSeconds,
            ImagesPerSecond = counts.Done / elapsed.TotalSeconds,
            CpuMillisecondsPerImage = cpu.TotalMilliseconds / images,
            AllocatedBytesPerImage = allocated / images,
            FullCollections = collections,
            Latency = new Dictionary<string, LatencySummary>
            {
                ["read"] = _statistics.Read.Summarize(),
                ["decode"] = _statistics.Decode.Summarize(),
                ["resize"] = _statistics.Resize.Summarize(),
                ["queue"] = _statistics.Queue.Summarize(),
                ["infer"] = _statistics.Infer.Summarize(),
                ["total"] = _statistics.Total.Summarize(),
            },
            MeanBatch = _statistics.Batches == 0 ? 0 : (double)_statistics.Batched / _statistics.Batches,
            Occupancy = occupancy,
            Limit = Limit(occupancy, cpu),
            Layers = _parts.Options.Report.PerLayer && !_broken.Task.IsCompleted ? SampleLayers() : null,
            Settings = new Dictionary<string, string>(_parts.Settings.Concat(_parts.Plan.Settings)),
        };
    }
}
