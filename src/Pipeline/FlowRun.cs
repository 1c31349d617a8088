using System.Diagnostics;
using System.Globalization;
using System.Threading.Tasks.Dataflow;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Pipeline.Ledger;
using OpenVinoFlow.Pipeline.Sinks;
using OpenVinoFlow.Pipeline.Sources;
using OpenVinoFlow.Pipeline.Stages;
using OpenVinoFlow.Pipeline.Statistics;
using OpenVinoFlow.Preprocess;

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

    private readonly IImageSource _source;
    private readonly IReadOnlyList<IResultSink> _sinks;
    private readonly RunControl _options;
    private readonly Provenance _provenance;
    private readonly ICompiledModel _model;
    private readonly FlowPlan _plan;
    private readonly FailureBudget _budget;
    private readonly FlowLedger _ledger = new();
    private readonly FlowStatistics _statistics = new();
    private readonly Supervisor _supervisor = new();
    private readonly CompletionChannel _completions = new();
    private readonly ItemPool _items;
    private readonly IInferSlot[] _slots;
    private readonly BatchAssembler _assembler;
    private readonly Dispatcher _dispatcher;
    private readonly FileReader _reader;
    private readonly DecodeStage _decode;
    private readonly DedicatedThreads _decodeThreads;
    private readonly TransformBlock<FlowItem, FlowItem> _readBlock;
    private readonly ActionBlock<FlowItem> _decodeBlock;
    private readonly ActionBlock<Arrival> _sinkBlock;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private long _startedAt;

    public FlowRun(
        FlowOptions options,
        ICompiledModel model,
        PreprocessOptions preprocess,
        FlowPlan plan,
        IImageSource source,
        IReadOnlyList<IResultSink> sinks,
        Provenance provenance,
        IReadOnlyDictionary<string, string> settings,
        RunControl runOptions)
    {
        _source = source;
        _sinks = sinks;
        _options = runOptions;
        _provenance = provenance;
        _settings = settings;
        _model = model;
        _plan = plan;
        _budget = new FailureBudget(options.Errors);
        _items = new ItemPool(plan.Items);
        _slots = [.. Enumerable.Range(0, plan.Requests).Select(index => model.CreateSlot(index, _completions))];
        _dispatcher = new Dispatcher(_slots, options.Infer.Scheduling, SendToSinks);
        _assembler = new BatchAssembler(
            [.. Enumerable.Range(0, plan.Batches).Select(_ => new InferBatch(model.CreateBuffers()))],
            options.Infer.BatchTimeout,
            _dispatcher.Enqueue,
            wanted: () => _dispatcher.Waiting < 0);

        Sequencer? sequencer = options.Output.Order == OrderKind.Input ? new Sequencer(plan.Items) : null;
        var sinkStage = new SinkStage(sinks, _ledger, _budget, _statistics, _assembler, _items, sequencer, _supervisor);
        _sinkBlock = new ActionBlock<Arrival>(sinkStage.AcceptAsync);

        _decode = new DecodeStage(preprocess, _assembler, SendToSinks);
        _decodeThreads = new DedicatedThreads("ovflow-decode", plan.DecodeWorkers);
        _decodeBlock = new ActionBlock<FlowItem>(_decode.Process, new ExecutionDataflowBlockOptions
        {
            MaxDegreeOfParallelism = plan.DecodeWorkers,
            EnsureOrdered = false,
            TaskScheduler = _decodeThreads,
        });

        _reader = new FileReader(options.Preprocess.MaxFileBytes);
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
        var context = new SinkContext(_provenance, _model.Outputs, _model.Batch);
        foreach (IResultSink sink in _sinks)
            await sink.OpenAsync(context, cancellationToken).ConfigureAwait(false);

        using CancellationTokenRegistration onAborted = _supervisor.Aborted.Register(Abort);
        using CancellationTokenRegistration onCancel = cancellationToken.Register(Cancel);
        using CancellationTokenRegistration onAbort = _options.Abort.Register(_supervisor.Abort);

        TimeSpan cpuBefore = Environment.CpuUsage.TotalTime;
        long allocatedBefore = GC.GetTotalAllocatedBytes();
        _startedAt = Stopwatch.GetTimestamp();

        OccupancySample? occupancy;
        using (var sampler = new Occupancy(Probe))
        using (ProgressFeed? progress = StartProgress(sampler))
        {
            await RunStagesAsync().ConfigureAwait(false);
            occupancy = sampler.Mean;
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(_startedAt);
        TimeSpan cpu = Environment.CpuUsage.TotalTime - cpuBefore;
        long allocated = GC.GetTotalAllocatedBytes() - allocatedBefore;

        await CompleteSinksAsync().ConfigureAwait(false);
        return Report(elapsed, cpu, allocated, occupancy);
    }

    public void Dispose()
    {
        _decodeThreads.Dispose();
        _decode.Dispose();
        foreach (IInferSlot slot in _slots)
            slot.Dispose();
        _assembler.Dispose();
        _items.Dispose();
        _supervisor.Dispose();
    }

    /// <summary>
    /// Runs the stages to their end. Stages do not throw by design; should one do so all the same, the defect is the run's fault, everything on
    /// its way is given up, and nobody is waited for who might wait for the broken stage.
    /// </summary>
    private async Task RunStagesAsync()
    {
        var broken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task collector = Task.Run(() => Collector.RunAsync(_completions.Reader, _dispatcher));

        foreach (Task stage in (Task[])[collector, _readBlock.Completion, _decodeBlock.Completion, _sinkBlock.Completion])
            _ = WatchAsync(stage, broken);

        await Task.WhenAny(CompleteInTurnAsync(collector), broken.Task).ConfigureAwait(false);
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

    private async Task WatchAsync(Task stage, TaskCompletionSource broken)
    {
        try
        {
            await stage.ConfigureAwait(false);
        }
        catch (Exception defect)
        {
            _supervisor.Fail(defect);
            broken.TrySetResult();
        }
    }

    private async Task PumpAsync()
    {
        CancellationToken stopped = _supervisor.Stopped;
        long sequence = 0;
        try
        {
            await foreach (ImageItem given in _source.ReadAsync(stopped).ConfigureAwait(false))
            {
                FlowItem? item = stopped.IsCancellationRequested ? null : await _items.RentAsync(stopped).ConfigureAwait(false);
                if (item is null)
                {
                    given.Owner?.Dispose();
                    break;
                }

                item.Begin(given, sequence++, Stopwatch.GetTimestamp());
                _ledger.Open();
                if (!_readBlock.Post(item))
                    SendToSinks(item);
            }
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
        }
        catch (Exception error)
        {
            _supervisor.FailSource(error);
        }
    }

    private FlowItem Read(FlowItem item)
    {
        if (!item.Source.IsEmpty)
            _reader.Read(item);
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

    private void Cancel()
    {
        _supervisor.Stop(StopCause.Cancelled, "cancelled");
        _ = AbortAfterAsync(_options.DrainTimeout);
    }

    private async Task AbortAfterAsync(TimeSpan timeout)
    {
        await Task.Delay(timeout).ConfigureAwait(false);
        _supervisor.Abort();
    }

    private void Abort()
    {
        _dispatcher.Abort();
        _assembler.Abort();
        _items.Close();
    }

    private async Task CompleteSinksAsync()
    {
        foreach (IResultSink sink in _sinks)
        {
            try
            {
                await sink.CompleteAsync(CancellationToken.None).ConfigureAwait(false);
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

    private ProgressFeed? StartProgress(Occupancy sampler) => _options.Progress is { } progress
        ? new ProgressFeed(progress, _progressPeriod, _source, () => _ledger.Counts, () => Limit(sampler.Mean, null))
        : null;

    private string Limit(OccupancySample? occupancy, TimeSpan? cpu)
    {
        double seconds = Stopwatch.GetElapsedTime(_startedAt).TotalSeconds;
        double decodeUse = _decode.BusyTicks / (double)Stopwatch.Frequency / (seconds * _plan.DecodeWorkers);
        double cpuUse = cpu is { } used ? used.TotalSeconds / (seconds * Environment.ProcessorCount) : 0;
        return LimitingStage.Describe(occupancy, _plan.DecodeWorkers, _plan.Requests, decodeUse, cpuUse);
    }

    private FlowReport Report(TimeSpan elapsed, TimeSpan cpu, long allocated, OccupancySample? occupancy)
    {
        LedgerCounts counts = _ledger.Counts;
        string? overBudget = _budget.Exceeded(counts, final: true);
        (FlowOutcome outcome, string? reason) = _supervisor.Cause switch
        {
            StopCause.Fault => (FlowOutcome.Faulted, _supervisor.Reason),
            StopCause.FailureBudget => (FlowOutcome.FailureBudgetExceeded, _supervisor.Reason),
            StopCause.Cancelled => (FlowOutcome.Cancelled, _supervisor.Reason),
            _ => overBudget is null ? (FlowOutcome.Completed, null) : (FlowOutcome.FailureBudgetExceeded, overBudget),
        };

        double images = Math.Max(counts.Done, 1);
        return new FlowReport
        {
            Outcome = outcome,
            Reason = reason,
            Provenance = _provenance,
            Ledger = counts,
            Unaccounted = [.. _ledger.Violations, .. _items.Open.Select(item => $"{item.Id}: no fate")],
            Seconds = elapsed.TotalSeconds,
            ImagesPerSecond = counts.Done / elapsed.TotalSeconds,
            CpuMillisecondsPerImage = cpu.TotalMilliseconds / images,
            AllocatedBytesPerImage = allocated / images,
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
            Settings = new Dictionary<string, string>(_settings)
            {
                ["requests"] = _plan.Requests.ToString(CultureInfo.InvariantCulture),
                ["decode_workers"] = _plan.DecodeWorkers.ToString(CultureInfo.InvariantCulture),
                ["readers"] = _plan.Readers.ToString(CultureInfo.InvariantCulture),
                ["buffers"] = _plan.Batches.ToString(CultureInfo.InvariantCulture),
                ["items"] = _plan.Items.ToString(CultureInfo.InvariantCulture),
            },
        };
    }
}
