using CsCheck;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Pipeline.Stages;

namespace OpenVinoFlow.Pipeline.Tests.Stages;

public class DispatcherTests
{
    private static readonly InputFormat _format = new(DataType.U8, ImageLayout.Nhwc, 1, 1, 1, false);

    [Theory]
    [InlineData(SchedulingKind.FirstIdle)]
    [InlineData(SchedulingKind.RoundRobin)]
    public void Round_robin_and_first_idle_start_slots_in_turn_under_even_load(SchedulingKind scheduling)
    {
        using var bench = new Bench(slots: 3, scheduling);
        for (int i = 0; i < 9; i++)
        {
            bench.Dispatcher.Enqueue(Bench.NewBatch());
            bench.CompleteOldest();
        }

        Assert.Equal([0, 1, 2, 0, 1, 2, 0, 1, 2], bench.Started);
    }

    [Fact]
    public void Round_robin_waits_for_the_slot_whose_turn_it_is_and_first_idle_does_not()
    {
        foreach (SchedulingKind scheduling in Enum.GetValues<SchedulingKind>())
        {
            using var bench = new Bench(slots: 2, scheduling);
            bench.Dispatcher.Enqueue(Bench.NewBatch());
            bench.Dispatcher.Enqueue(Bench.NewBatch());
            bench.Complete(1);

            // Slot 0 is still at work; slot 1 is idle again.
            bench.Dispatcher.Enqueue(Bench.NewBatch());

            int[] expected = scheduling == SchedulingKind.RoundRobin ? [0, 1] : [0, 1, 1];
            Assert.Equal(expected, bench.Started);

            bench.Complete(0);
            Assert.Equal(3, bench.Started.Count);
            bench.CompleteAll();
        }
    }

    [Fact]
    public void A_start_that_fails_returns_its_slot_and_ends_its_batch_as_failed()
    {
        using var bench = new Bench(slots: 1, SchedulingKind.FirstIdle) { StartFails = _ => true };
        for (int i = 0; i < 5; i++)
            bench.Dispatcher.Enqueue(Bench.NewBatch());

        Assert.Equal(5, bench.Ended.Count);
        Assert.All(bench.Ended, batch => Assert.Equal((InferStatus.Failed, "cannot start"), (batch.Outcome.Status, batch.Outcome.Message)));

        bench.StartFails = _ => false;
        bench.Dispatcher.Enqueue(Bench.NewBatch());
        bench.CompleteAll();
        Assert.Equal(InferStatus.Done, bench.Ended[^1].Outcome.Status);
    }

    [Fact]
    public async Task Drained_ends_when_closed_and_every_batch_has_ended()
    {
        using var bench = new Bench(slots: 1, SchedulingKind.FirstIdle);
        bench.Dispatcher.Enqueue(Bench.NewBatch());
        bench.Dispatcher.Enqueue(Bench.NewBatch());
        bench.Dispatcher.Close();
        Assert.False(bench.Dispatcher.Drained.IsCompleted);

        bench.CompleteAll();
        await bench.Dispatcher.Drained.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal(2, bench.Ended.Count);
    }

    [Fact]
    public void It_says_how_many_wait_and_how_many_run_and_frees_its_slots_at_the_end()
    {
        using var bench = new Bench(slots: 2, SchedulingKind.FirstIdle);
        Assert.Equal((-2, 0), (bench.Dispatcher.Waiting, bench.Dispatcher.Busy));
        for (int i = 0; i < 5; i++)
            bench.Dispatcher.Enqueue(Bench.NewBatch());
        Assert.Equal((3, 2), (bench.Dispatcher.Waiting, bench.Dispatcher.Busy));
        bench.CompleteAll();

        bench.Dispatcher.Dispose();
        Assert.All(bench.Slots, slot => Assert.True(slot.IsDisposed));
    }

    [Theory]
    [InlineData(InferModeKind.Async)]
    [InlineData(InferModeKind.Sync)]
    public void Items_say_where_they_are(InferModeKind mode)
    {
        var item = new FlowItem();
        InferBatch batch = Bench.NewBatch();
        batch.Items[0] = item;
        ItemStage whileRunning = default;
        using var bench = new Bench(slots: 1, SchedulingKind.FirstIdle, mode) { Running = _ => whileRunning = item.Stage };
        bench.Dispatcher.Enqueue(batch);
        if (mode == InferModeKind.Async)
        {
            whileRunning = item.Stage;
            bench.CompleteAll();
        }

        Assert.Equal((ItemStage.Inferring, ItemStage.WaitingForSink), (whileRunning, item.Stage));
    }

    [Fact]
    public void After_an_abort_a_synchronous_inference_is_not_run()
    {
        using var bench = new Bench(slots: 1, SchedulingKind.FirstIdle, InferModeKind.Sync);
        bench.Dispatcher.Abort();
        bench.Dispatcher.Enqueue(Bench.NewBatch());
        Assert.Empty(bench.Started);
        Assert.Equal(InferStatus.Cancelled, Assert.Single(bench.Ended).Outcome.Status);
    }

    [Fact]
    public void An_engine_whose_wait_throws_fails_the_batch_only()
    {
        using var bench = new Bench(slots: 1, SchedulingKind.FirstIdle) { WaitFails = true };
        bench.Dispatcher.Enqueue(Bench.NewBatch());
        bench.CompleteAll();
        Assert.Equal((InferStatus.Failed, "cannot tell"), (bench.Ended[0].Outcome.Status, bench.Ended[0].Outcome.Message));
        Assert.Equal(0, bench.Dispatcher.Busy);
    }

    [Fact]
    public void A_completion_that_nobody_started_is_a_defect()
    {
        using var bench = new Bench(slots: 1, SchedulingKind.FirstIdle);
        Assert.Contains("request 0 ", Assert.Throws<InvalidOperationException>(() => bench.Dispatcher.Complete(new Completion(0, 0))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Abort_cancels_running_inferences_and_never_starts_those_that_wait()
    {
        using var bench = new Bench(slots: 1, SchedulingKind.FirstIdle);
        for (int i = 0; i < 3; i++)
            bench.Dispatcher.Enqueue(Bench.NewBatch());

        bench.Dispatcher.Abort();
        bench.CompleteAll();

        Assert.Single(bench.Started);
        Assert.Equal([InferStatus.Cancelled, InferStatus.Cancelled, InferStatus.Cancelled], bench.Ended.Select(batch => batch.Outcome.Status));
    }

    [Fact]
    public void An_inference_that_takes_too_long_is_cancelled_and_ends_as_timed_out()
    {
        using var bench = new Bench(slots: 2, SchedulingKind.FirstIdle);
        bench.Dispatcher.Enqueue(Bench.NewBatch());
        bench.Dispatcher.EnforceTimeout(TimeSpan.FromMinutes(1));
        bench.Complete(0);
        Assert.Equal(InferStatus.Done, bench.Ended[0].Outcome.Status);

        bench.Dispatcher.Enqueue(Bench.NewBatch());
        Thread.Sleep(20);
        bench.Dispatcher.EnforceTimeout(TimeSpan.FromMilliseconds(15));
        bench.Complete(1);
        Assert.Equal(InferStatus.TimedOut, bench.Ended[1].Outcome.Status);
        Assert.Equal(0, bench.Dispatcher.Replaced);
    }

    [Theory]
    [InlineData(SchedulingKind.FirstIdle)]
    [InlineData(SchedulingKind.RoundRobin)]
    public void An_inference_that_does_not_end_when_cancelled_is_abandoned_with_its_slot_and_buffers(SchedulingKind scheduling)
    {
        using var bench = new Bench(slots: 1, scheduling);
        InferBatch batch = Bench.NewBatch();
        InferBuffers buffers = batch.Buffers;
        bench.Dispatcher.Enqueue(batch);
        bench.Dispatcher.Enqueue(Bench.NewBatch());
        Thread.Sleep(20);
        bench.Dispatcher.EnforceTimeout(TimeSpan.FromMilliseconds(1));
        bench.Dispatcher.EnforceTimeout(TimeSpan.FromMilliseconds(1));

        Assert.Equal(InferStatus.TimedOut, Assert.Single(bench.Ended).Outcome.Status);
        Assert.NotSame(buffers, batch.Buffers);
        Assert.Equal(1, bench.Dispatcher.Replaced);

        // The next batch runs on the new slot, and the old one's completion, when it comes after all, is nobody's.
        Assert.Equal([0, 1], bench.Started);
        bench.Complete(0);
        Assert.Single(bench.Ended);
        Assert.True(buffers.Input.IsClosed && bench.Slots[0].IsDisposed);
        bench.Complete(1);
        Assert.Equal(InferStatus.Done, bench.Ended[1].Outcome.Status);
    }

    [Theory]
    [InlineData(SchedulingKind.FirstIdle)]
    [InlineData(SchedulingKind.RoundRobin)]
    public void A_synchronous_inference_has_ended_on_the_calling_thread_when_enqueue_returns(SchedulingKind scheduling)
    {
        var threads = new List<int>();
        using var bench = new Bench(slots: 2, scheduling, InferModeKind.Sync) { Running = _ => threads.Add(Environment.CurrentManagedThreadId) };
        for (int i = 0; i < 5; i++)
        {
            bench.Dispatcher.Enqueue(Bench.NewBatch());
            Assert.Equal(InferStatus.Done, bench.Ended[i].Outcome.Status);
        }

        Assert.Equal([0, 1, 0, 1, 0], bench.Started);
        Assert.Equal([.. Enumerable.Repeat(Environment.CurrentManagedThreadId, 5)], threads);
        Assert.Equal(0, bench.Dispatcher.Busy);
    }

    [Fact]
    public void A_synchronous_inference_that_fails_or_throws_fails_its_batch_only()
    {
        using var bench = new Bench(slots: 1, SchedulingKind.FirstIdle, InferModeKind.Sync) { StartFails = _ => true };
        bench.Dispatcher.Enqueue(Bench.NewBatch());
        bench.StartFails = _ => false;
        bench.Dispatcher.Enqueue(Bench.NewBatch());

        Assert.Equal([InferStatus.Failed, InferStatus.Done], bench.Ended.Select(batch => batch.Outcome.Status));
    }

    [Fact]
    public void A_synchronous_inference_that_takes_too_long_is_cancelled_by_another_thread()
    {
        using var bench = new Bench(slots: 1, SchedulingKind.FirstIdle, InferModeKind.Sync) { Running = slot => slot.Cancelled.Wait() };
        Thread worker = bench.EnqueueOnAThread(Bench.NewBatch());
        while (worker.IsAlive)
            bench.Dispatcher.EnforceTimeout(TimeSpan.FromMilliseconds(1));

        Assert.Equal(InferStatus.TimedOut, Assert.Single(bench.Ended).Outcome.Status);
        Assert.Equal(0, bench.Dispatcher.Busy);
    }

    [Fact]
    public void A_synchronous_inference_that_does_not_end_when_cancelled_is_abandoned_and_those_behind_it_run()
    {
        using var blocked = new ManualResetEventSlim();
        using var bench = new Bench(slots: 1, SchedulingKind.FirstIdle, InferModeKind.Sync)
        {
            Running = slot =>
            {
                if (slot.Index == 0)
                    blocked.Wait();
            },
        };
        InferBatch batch = Bench.NewBatch();
        InferBuffers buffers = batch.Buffers;
        Thread worker = bench.EnqueueOnAThread(batch);
        bench.Dispatcher.Enqueue(Bench.NewBatch());
        while (bench.Dispatcher.Replaced == 0)
            bench.Dispatcher.EnforceTimeout(TimeSpan.FromMilliseconds(1));

        Assert.True(SpinWait.SpinUntil(() => bench.EndedCount == 2, TimeSpan.FromSeconds(20)));
        Assert.Equal([InferStatus.TimedOut, InferStatus.Done], bench.Ended.Select(ended => ended.Outcome.Status));
        Assert.NotSame(buffers, batch.Buffers);

        blocked.Set();
        worker.Join();
        Assert.Equal(2, bench.EndedCount);
        Assert.True(buffers.Input.IsClosed);
    }

    [Fact]
    public void Concurrent_enqueues_and_completions_pair_every_batch_exactly_once() =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 4], Gen.Int[1, 300], Gen.Enum<SchedulingKind>(), Gen.Enum<InferModeKind>()).Sample(
            (slots, producers, each, scheduling, mode) =>
            {
                using var bench = new Bench(slots, scheduling, mode);
                using var stop = new CancellationTokenSource();
                var collector = new Thread(() =>
                {
                    while (mode == InferModeKind.Async && !stop.IsCancellationRequested)
                        bench.CompleteAll();
                });
                collector.Start();

                Thread[] threads = [.. Enumerable.Range(0, producers).Select(_ => new Thread(() =>
                {
                    for (int i = 0; i < each; i++)
                        bench.Dispatcher.Enqueue(Bench.NewBatch());
                }))];
                foreach (Thread thread in threads)
                    thread.Start();
                foreach (Thread thread in threads)
                    thread.Join();

                bench.Dispatcher.Close();
                bool drained = bench.Dispatcher.Drained.Wait(TimeSpan.FromSeconds(20));
                stop.Cancel();
                collector.Join();

                return drained
                    && bench.Ended.Count == producers * each
                    && bench.Ended.Distinct().Count() == bench.Ended.Count
                    && bench.MostRunning <= slots;
            },
            iter: 60,
            threads: 1);

    /// <summary>A dispatcher with slots that run until told to complete.</summary>
    private sealed class Bench : IDisposable
    {
        private readonly Lock _gate = new();
        private readonly List<int> _running = [];

        public Bench(int slots, SchedulingKind scheduling, InferModeKind mode = InferModeKind.Async)
        {
            Dispatcher = new Dispatcher(slots, NewSlot, () => new InferBuffers(_format, 1, []), mode, scheduling, batch =>
            {
                lock (_gate)
                    Ended.Add(batch);
            });
        }

        public Dispatcher Dispatcher { get; }

        /// <summary>Every slot there ever was.</summary>
        public List<Slot> Slots { get; } = [];

        public List<int> Started { get; } = [];

        public List<InferBatch> Ended { get; } = [];

        public int EndedCount
        {
            get
            {
                lock (_gate)
                    return Ended.Count;
            }
        }

        public Func<int, bool> StartFails { get; set; } = _ => false;

        public bool WaitFails { get; init; }

        /// <summary>What a synchronous inference does.</summary>
        public Action<Slot> Running { get; init; } = _ => { };

        public int MostRunning { get; private set; }

        public static InferBatch NewBatch() => new(new InferBuffers(_format, 1, []));

        /// <summary>Returns when the batch's inference runs.</summary>
        public Thread EnqueueOnAThread(InferBatch batch)
        {
            int before = Started.Count;
            var thread = new Thread(() => Dispatcher.Enqueue(batch));
            thread.Start();
            SpinWait.SpinUntil(() =>
            {
                lock (_gate)
                    return Started.Count > before;
            });
            return thread;
        }

        public void Complete(int slot)
        {
            End(slot);
            Dispatcher.Complete(new Completion(slot, 0));
        }

        public bool CompleteOldest()
        {
            int slot;
            lock (_gate)
            {
                if (_running.Count == 0)
                    return false;
                slot = _running[0];
            }

            Complete(slot);
            return true;
        }

        public void CompleteAll()
        {
            while (CompleteOldest())
            {
            }
        }

        public void Dispose()
        {
            foreach (InferBatch batch in Ended)
                batch.Buffers.Dispose();
        }

        private void Start(int slot)
        {
            lock (_gate)
            {
                if (StartFails(slot))
                    throw new InferenceException("cannot start");
                Started.Add(slot);
                _running.Add(slot);
                MostRunning = Math.Max(MostRunning, _running.Count);
            }
        }

        private Slot NewSlot(int number)
        {
            var slot = new Slot(this, number);
            Slots.Add(slot);
            return slot;
        }

        private void End(int slot)
        {
            lock (_gate)
                _running.Remove(slot);
        }

        public sealed class Slot(Bench bench, int index) : IInferSlot
        {
            public int Index => index;

            public ManualResetEventSlim Cancelled { get; } = new();

            public void Start(InferBuffers buffers) => bench.Start(index);

            public InferOutcome Wait() => bench.WaitFails ? throw new InferenceException("cannot tell") : Cancelled.IsSet ? new InferOutcome(InferStatus.Cancelled) : InferOutcome.Done;

            public InferOutcome Run(InferBuffers buffers)
            {
                bench.Start(index);
                bench.Running(this);
                bench.End(index);
                return Wait();
            }

            public bool IsDisposed { get; private set; }

            public void Cancel() => Cancelled.Set();

            public void Dispose() => IsDisposed = true;
        }
    }
}
