using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Pipeline.Ledger;
using OpenVinoFlow.Pipeline.Resume;
using OpenVinoFlow.Pipeline.Sinks;
using OpenVinoFlow.Pipeline.Statistics;

namespace OpenVinoFlow.Pipeline.Stages;

/// <summary>What reaches the end of a flow: a batch whose inference ended, one item that has no place in any, or neither: the word to commit.</summary>
internal readonly record struct Arrival(InferBatch? Batch, FlowItem? Item);

/// <summary>
/// The end of a flow: writes items to every sink, in the order asked for, gives each its fate, and sends buffers and items home. Not
/// thread-safe: one block with one worker runs it.
/// </summary>
internal sealed class SinkStage(
    FlowParts parts,
    IReadOnlyList<IResultSink> sinks,
    FlowLedger ledger,
    FailureBudget budget,
    FlowStatistics statistics,
    BatchAssembler assembler,
    ItemPool items,
    Sequencer? sequencer,
    Supervisor supervisor,
    RunJournal? journal)
{
    private bool _broken;
    private bool _gap;
    private int _toldToCommit;

    /// <summary>Whether a sink may have an item that another has not, so that nothing may be committed any more.</summary>
    public bool Uneven { get; private set; }

    /// <summary>The sink that is being written to; null between writes.</summary>
    public IResultSink? Writing { get; private set; }

    public async Task AcceptAsync(Arrival arrival)
    {
        if (arrival.Item is { } single)
        {
            await DeliverAsync(single).ConfigureAwait(false);
            return;
        }

        if (arrival.Batch is not { } batch)
        {
            Volatile.Write(ref _toldToCommit, 0);
            Commit();
            return;
        }

        batch.Unwritten = batch.Filled;
        statistics.RecordBatch(batch);

        // Cleared before the last item is written, because the batch may be in use again by then.
        for (int place = 0, left = batch.Filled; left > 0; place++)
        {
            if (batch.Items[place] is not { } item)
                continue;

            left--;
            item.Clock.Started = batch.StartedAt;
            item.Clock.Completed = batch.CompletedAt;
            ApplyOutcome(batch.Outcome, item);

            await DeliverAsync(item).ConfigureAwait(false);
        }
    }

    /// <summary>Whether the word to commit may be sent: one at a time waits.</summary>
    public bool MayBeToldToCommit() => Interlocked.Exchange(ref _toldToCommit, 1) == 0;

    private void Commit()
    {
        if (_broken || Uneven)
            return;

        try
        {
            journal?.CommitInBackground(supervisor.Fail);
        }
        catch (Exception error)
        {
            _broken = true;
            Uneven = true;
            supervisor.Fail(error);
        }
    }

    private async ValueTask DeliverAsync(FlowItem item)
    {
        if (sequencer is null)
        {
            await WriteAsync(item).ConfigureAwait(false);
            return;
        }

        if (!sequencer.IsNext(item))
        {
            item.Stage = ItemStage.WaitingForTurn;
            sequencer.Park(item);
            ReleaseBatch(item);
            return;
        }

        FlowItem? next = item;
        do
            await WriteAsync(next!).ConfigureAwait(false);
        while (sequencer.TryAdvance(out next));
    }

    private async ValueTask WriteAsync(FlowItem item)
    {
        Fate fate = await WriteToSinksAsync(item).ConfigureAwait(false);

        if (fate != Fate.Cancelled && !_broken)
            journal?.Add(item);
        ledger.Settle(item, fate);
        statistics.RecordItem(item, fate);
        if (fate == Fate.Failed)
            CountFailure(item, item.Failure!);

        ReleaseBatch(item);
        items.Return(item);
    }

    private async ValueTask<Fate> WriteToSinksAsync(FlowItem item)
    {
        // In order, nothing follows an item that is missing: a run that continues can only add at the end.
        _gap |= item.Cancelled && sequencer is not null;
        if (item.Cancelled || _broken || _gap)
            return Fate.Cancelled;

        item.Stage = ItemStage.Writing;
        foreach (IResultSink sink in sinks)
        {
            try
            {
                Writing = sink;
                ValueTask write = sink.WriteAsync(item, supervisor.Aborted);
                if (!write.IsCompletedSuccessfully)
                    await write.ConfigureAwait(false);
                Writing = null;
            }
            catch (OperationCanceledException) when (supervisor.Aborted.IsCancellationRequested)
            {
                Writing = null;
                Uneven = true;
                return Fate.Cancelled;
            }
            catch (Exception error)
            {
                // Other sinks may have this item already; none gets a further one, so that they agree on where the run ended.
                Writing = null;
                _broken = true;
                Uneven = true;
                item.Failure = new Failure(FailureStage.Sink, Reasons.IoError, error.Message, error.GetType().Name);
                supervisor.Fail(new SinkException($"{sink.Description}: {error.Message}", error));
                return Fate.Failed;
            }
        }

        return item.Failure is null ? Fate.Done : Fate.Failed;
    }

    private void ApplyOutcome(InferOutcome outcome, FlowItem item)
    {
        switch (outcome.Status)
        {
            case InferStatus.Failed:
                item.Failure = new Failure(FailureStage.Infer, Reasons.InferenceFailed, outcome.Message ?? "The inference failed.");
                break;
            case InferStatus.TimedOut:
                item.Failure = new Failure(FailureStage.Infer, Reasons.InferenceTimeout, $"The inference took longer than infer.timeout, {parts.Options.Infer.Timeout}.");
                break;
            case InferStatus.Cancelled:
                item.Cancelled = true;
                break;
        }
    }

    private void CountFailure(FlowItem item, Failure failure)
    {
        parts.Logger.ItemFailed(parts.Options.Name, item.Id, failure.StageText, failure.Reason, failure.Message);
        if (budget.Exceeded(ledger.Counts, final: false) is { } reason)
            supervisor.Stop(StopCause.FailureBudget, reason);
    }

    private void ReleaseBatch(FlowItem item)
    {
        InferBatch? batch = item.Batch;
        item.Batch = null;
        if (batch is not null && --batch.Unwritten == 0)
            assembler.Return(batch);
    }
}
