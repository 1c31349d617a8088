using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Pipeline.Stages;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>
/// The inference alone, dispatched and collected as a flow does it, on inputs that are filled once. In a closed loop each request gets its batch
/// again as soon as it has ended; in an open loop batches are started when they arrive, or wait for a request, and latencies count from their
/// arrival: a batch that could not be started in time shows how long its user waited.
/// </summary>
/// <param name="model">The network.</param>
/// <param name="requests">Infer requests.</param>
/// <param name="fill">Fills the input of one batch; called before anything is measured.</param>
/// <param name="open">Null for a closed loop.</param>
internal sealed class InferenceWorkload(ICompiledModel model, int requests, Action<InferBuffers, int> fill, OpenLoop? open = null) : IWorkload
{
    private const int Seed = 1;

    /// <summary>In an open loop: batches for each request that may wait. More would only tell how long an overload was measured.</summary>
    private const int WaitingPerRequest = 8;

    public string Name { get; init; } = "inference_only";

    public string Load => open?.ToString() ?? string.Create(CultureInfo.InvariantCulture, $"closed loop, {requests} in flight");

    public string LatencyOf => open is null ? "one inference, from its start to its end" : "one inference, from its intended start to its end";

    public double? Offered => open?.Rate;

    /// <summary>Inferences to do; null works until told to stop.</summary>
    public long? Limit { get; init; }

    /// <summary>Called with the requests when the work is done and before they are freed.</summary>
    public Action<IReadOnlyList<IInferSlot>>? Ended { get; init; }

    public async Task RunAsync(WindowRecorder recorder, CancellationToken stop)
    {
        int count = open is null ? requests : requests * (1 + WaitingPerRequest);
        InferBatch[] batches = [.. Enumerable.Range(0, count).Select(_ => new InferBatch(model.CreateBuffers()))];
        try
        {
            for (int i = 0; i < count; i++)
                fill(batches[i].Buffers, i);

            var loop = new Loop(this, recorder, stop);
            await loop.RunAsync(batches).ConfigureAwait(false);
        }
        finally
        {
            foreach (InferBatch batch in batches)
                batch.Buffers.Dispose();
        }
    }

    private ICompiledModel Model => model;

    private int Requests => requests;

    private OpenLoop? Open => open;

    /// <summary>One run.</summary>
    private sealed class Loop(InferenceWorkload work, WindowRecorder recorder, CancellationToken stop)
    {
        private readonly CompletionChannel _completions = new();
        private readonly BlockingCollection<InferBatch> _idle = [];
        private readonly CancellationTokenSource _ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Dispatcher? _dispatcher;
        private string? _failure;
        private long _started;

        public async Task RunAsync(IReadOnlyList<InferBatch> batches)
        {
            using var dispatcher = new Dispatcher(
                work.Requests, number => work.Model.CreateSlot(number, _completions), work.Model.CreateBuffers, InferModeKind.Async, SchedulingKind.FirstIdle, Complete);
            _dispatcher = dispatcher;
            Task collector = Task.Run(() => Collector.RunAsync(_completions.Reader, dispatcher), CancellationToken.None);

            if (work.Open is { } open)
            {
                foreach (InferBatch batch in batches)
                    _idle.Add(batch, CancellationToken.None);
                await Task.Factory.StartNew(
                    () => Arrive(new ArrivalSchedule(open, Seed)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            }
            else
            {
                foreach (InferBatch batch in batches)
                    StartAgain(batch);
                await _ended.Task.ConfigureAwait(false);
            }

            dispatcher.Close();
            await dispatcher.Drained.ConfigureAwait(false);
            _completions.Close();
            await collector.ConfigureAwait(false);
            work.Ended?.Invoke(dispatcher.Slots);
            _idle.Dispose();
            _ending.Dispose();
            if (_failure is { } message)
                throw new InferenceException($"{work.Name}: an inference failed: {message}");
        }

        /// <summary>Starts batches as they arrive, until no more are to be started.</summary>
        private void Arrive(ArrivalSchedule schedule)
        {
            long start = Stopwatch.GetTimestamp();
            while (MayStart())
            {
                long intended = start + schedule.Next();
                if (!PreciseSleep.Until(intended, _ending.Token))
                    return;

                InferBatch batch;
                try
                {
                    batch = _idle.Take(_ending.Token);
                }
                catch (OperationCanceledException)
                {
                    return;
                }

                batch.FirstFilledAt = intended;
                _dispatcher!.Enqueue(batch);
            }
        }

        private void StartAgain(InferBatch batch)
        {
            if (MayStart())
                _dispatcher!.Enqueue(batch);
            else
                _ended.TrySetResult();
        }

        private bool MayStart() =>
            !_ending.IsCancellationRequested && (work.Limit is not { } limit || Interlocked.Increment(ref _started) <= limit);

        private void Complete(InferBatch batch)
        {
            bool open = work.Open is not null;
            if (batch.Outcome.Status == InferStatus.Done)
            {
                recorder.Record(batch.CompletedAt, batch.Buffers.Batch, batch.CompletedAt - (open ? batch.FirstFilledAt : batch.StartedAt));
            }
            else
            {
                _failure ??= batch.Outcome.Message ?? batch.Outcome.Status.ToString();
                _ending.Cancel();
            }

            if (open)
                _idle.Add(batch, CancellationToken.None);
            else
                StartAgain(batch);
        }
    }
}
