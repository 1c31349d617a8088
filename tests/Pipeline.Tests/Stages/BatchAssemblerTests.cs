using System.Collections.Concurrent;
using CsCheck;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Pipeline.Stages;

namespace OpenVinoFlow.Pipeline.Tests.Stages;

public class BatchAssemblerTests
{
    private static readonly InputFormat _format = new(DataType.U8, ImageLayout.Nhwc, 1, 1, 1, false);

    [Fact]
    public void A_full_batch_is_sent_at_once_with_its_items_in_their_places()
    {
        var sent = new List<InferBatch>();
        using BatchAssembler assembler = Create(batches: 2, size: 3, sent);
        FlowItem[] items = [new(), new(), new()];
        foreach (FlowItem item in items)
        {
            Assert.True(assembler.Take(out Place place));
            assembler.Fill(place, item);
        }

        InferBatch batch = Assert.Single(sent);
        Assert.Equal(items, batch.Items);
        Assert.All(items, item => Assert.Same(batch, item.Batch));
    }

    [Fact]
    public void A_place_given_back_is_handed_out_again_so_bad_images_leave_no_holes()
    {
        var sent = new List<InferBatch>();
        using BatchAssembler assembler = Create(batches: 2, size: 2, sent);
        assembler.Take(out Place first);
        assembler.Take(out Place second);
        assembler.Fill(first, new FlowItem());
        assembler.Vacate(second);
        Assert.Empty(sent);

        Assert.True(assembler.Take(out Place again));
        Assert.Equal(second, again);
        assembler.Fill(again, new FlowItem());
        Assert.Equal(2, Assert.Single(sent).Filled);
    }

    [Fact]
    public void Flush_sends_what_is_filled_and_only_that()
    {
        var sent = new List<InferBatch>();
        using BatchAssembler assembler = Create(batches: 3, size: 4, sent);
        assembler.Take(out Place a);
        assembler.Take(out Place b);
        assembler.Take(out Place c);
        assembler.Fill(a, new FlowItem());
        assembler.Vacate(b);
        assembler.Fill(c, new FlowItem());

        assembler.Flush();
        InferBatch batch = Assert.Single(sent);
        Assert.Equal(2, batch.Filled);
        Assert.Null(batch.Items[1]);

        assembler.Flush();
        Assert.Single(sent);
    }

    [Fact]
    public void After_a_flush_every_batch_can_be_used_again()
    {
        var sent = new List<InferBatch>();
        using BatchAssembler assembler = Create(batches: 1, size: 2, sent);
        assembler.Take(out Place first);
        assembler.Vacate(first);
        Assert.Equal((0, 1), (assembler.Free, assembler.Total));
        assembler.Flush();
        Assert.Equal(1, assembler.Free);
        Assert.Equal((0, 0), (first.Batch.Taken, first.Batch.Vacated));

        assembler.Take(out Place again);
        Assert.Equal(0, again.Index);
        assembler.Fill(again, new FlowItem());
        assembler.Take(out Place last);
        Assert.Equal(1, last.Index);
        assembler.Fill(last, new FlowItem());
        Assert.Equal(2, Assert.Single(sent).Filled);
    }

    [Fact]
    public async Task Flush_returns_when_what_the_timer_sends_has_been_sent()
    {
        using var sending = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        using var assembler = new BatchAssembler(
            [NewBatch(2)],
            TimeSpan.FromMilliseconds(1),
            _ =>
            {
                sending.Set();
                go.Wait();
            },
            () => true);
        assembler.Take(out Place place);
        assembler.Fill(place, new FlowItem());
        Assert.True(sending.Wait(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));

        Task flush = Task.Run(assembler.Flush, TestContext.Current.CancellationToken);
        await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.False(flush.IsCompleted);

        go.Set();
        await flush.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Several_late_batches_go_at_once_and_vacant_places_of_others_stay()
    {
        // Two batches of three: of each one place is filled; of the second one is vacant; and the third batch has only vacant ones.
        var sent = new ConcurrentQueue<InferBatch>();
        bool wanted = false;
        using var assembler = new BatchAssembler(
            [NewBatch(3), NewBatch(3), NewBatch(3)], TimeSpan.FromMilliseconds(1), sent.Enqueue, () => Volatile.Read(ref wanted));
        Place[] places = [.. Enumerable.Range(0, 9).Select(_ => assembler.Take(out Place place) ? place : throw new InvalidOperationException())];
        assembler.Fill(places[0], new FlowItem());
        assembler.Fill(places[3], new FlowItem());
        foreach (int index in (int[])[1, 2, 4, 5, 6])
            assembler.Vacate(places[index]);

        Volatile.Write(ref wanted, true);
        Assert.True(await Task.Run(() => SpinWait.SpinUntil(() => sent.Count == 2, TimeSpan.FromSeconds(20)), TestContext.Current.CancellationToken));
        Assert.Equal([places[0].Batch, places[3].Batch], sent.OrderBy(batch => batch == places[0].Batch ? 0 : 1));

        Assert.True(assembler.Take(out Place left));
        Assert.Equal(places[6], left);
    }

    [Fact]
    public async Task A_late_batch_goes_when_the_last_place_still_out_is_given_back()
    {
        var sent = new ConcurrentQueue<InferBatch>();
        using var assembler = new BatchAssembler([NewBatch(3)], TimeSpan.FromMilliseconds(1), sent.Enqueue, () => true);
        assembler.Take(out Place filled);
        assembler.Take(out Place open);
        assembler.Fill(filled, new FlowItem());
        Assert.True(await Task.Run(() => SpinWait.SpinUntil(() => filled.Batch.Sealed, TimeSpan.FromSeconds(20)), TestContext.Current.CancellationToken));
        Assert.Empty(sent);

        assembler.Vacate(open);
        Assert.Equal(1, Assert.Single(sent).Filled);
    }

    [Fact]
    public async Task A_batch_that_is_not_late_yet_stays()
    {
        var sent = new ConcurrentQueue<InferBatch>();
        using var assembler = new BatchAssembler([NewBatch(2)], TimeSpan.FromMinutes(1), sent.Enqueue, () => true);
        assembler.Take(out Place place);
        assembler.Fill(place, new FlowItem { Clock = new ItemTimes { Ready = System.Diagnostics.Stopwatch.GetTimestamp() } });
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        Assert.Empty(sent);
    }

    [Fact]
    public async Task A_place_that_is_given_back_wakes_who_waits_for_one()
    {
        using BatchAssembler assembler = Create(batches: 1, size: 1, []);
        assembler.Take(out Place place);
        Task<bool> waiting = Task.Run(() => assembler.Take(out _), TestContext.Current.CancellationToken);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        assembler.Vacate(place);
        Assert.True(await waiting.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Its_end_frees_every_batch()
    {
        InferBatch[] batches = [NewBatch(2), NewBatch(2)];
        new BatchAssembler(batches, TimeSpan.FromMinutes(1), _ => { }, () => false).Dispose();
        Assert.All(batches, batch => Assert.True(batch.Buffers.Input.IsClosed));
    }

    [Fact]
    public async Task An_incomplete_batch_goes_after_its_timeout_when_it_would_be_started_at_once()
    {
        var sent = new TaskCompletionSource<InferBatch>();
        bool wanted = false;
        using var assembler = new BatchAssembler([NewBatch(4)], TimeSpan.FromMilliseconds(5), sent.SetResult, () => Volatile.Read(ref wanted));
        assembler.Take(out Place place);
        assembler.Fill(place, new FlowItem { Clock = new ItemTimes { Ready = System.Diagnostics.Stopwatch.GetTimestamp() } });

        await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.False(sent.Task.IsCompleted);

        Volatile.Write(ref wanted, true);
        InferBatch batch = await sent.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal(1, batch.Filled);
    }

    [Fact]
    public async Task Take_blocks_until_a_batch_comes_home_and_ends_when_aborted()
    {
        var sent = new List<InferBatch>();
        using BatchAssembler assembler = Create(batches: 1, size: 1, sent);
        assembler.Take(out Place place);
        assembler.Fill(place, new FlowItem());

        Task<bool> waiting = Task.Run(() => assembler.Take(out _), TestContext.Current.CancellationToken);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);

        assembler.Return(sent[0]);
        Assert.True(await waiting.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));

        Task<bool> aborted = Task.Run(() => assembler.Take(out _), TestContext.Current.CancellationToken);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        assembler.Abort();
        Assert.False(await aborted.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Under_random_fills_failures_and_flushes_every_item_is_sent_once_and_every_batch_comes_home() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 5], Gen.Int[1, 4], Gen.Int[1, 200], Gen.Int[0, 100], Gen.Int[0, 1000]).Sample(
            (size, batches, workers, each, failPercent, seed) =>
            {
                var gate = new Lock();
                var seen = new HashSet<FlowItem>();
                var home = new List<InferBatch>();
                bool twice = false;
                BatchAssembler? assembler = null;

                // The sink of this test: counts items and sends the batch home, on the thread that sent it.
                void Send(InferBatch batch)
                {
                    lock (gate)
                    {
                        foreach (FlowItem? item in batch.Items)
                        {
                            if (item is not null)
                                twice |= !seen.Add(item);
                        }

                        home.Add(batch);
                    }

                    assembler!.Return(batch);
                }

                assembler = new BatchAssembler([.. Enumerable.Range(0, batches).Select(_ => NewBatch(size))], TimeSpan.FromMilliseconds(1), Send, () => true);
                using BatchAssembler owned = assembler;

                int filled = 0;
                Thread[] threads = [.. Enumerable.Range(0, workers).Select(worker => new Thread(() =>
                {
                    var random = new Random(seed + worker);
                    for (int i = 0; i < each; i++)
                    {
                        assembler.Take(out Place place);
                        if (random.Next(100) < failPercent)
                        {
                            assembler.Vacate(place);
                        }
                        else
                        {
                            Interlocked.Increment(ref filled);
                            assembler.Fill(place, new FlowItem());
                        }
                    }
                }))];
                foreach (Thread thread in threads)
                    thread.Start();
                foreach (Thread thread in threads)
                    thread.Join();
                assembler.Flush();

                lock (gate)
                    return !twice && seen.Count == filled && home.TrueForAll(batch => batch.Filled == 0);
            },
            iter: 100,
            threads: 1);

    private static BatchAssembler Create(int batches, int size, List<InferBatch> sent) => new(
        [.. Enumerable.Range(0, batches).Select(_ => NewBatch(size))], TimeSpan.FromMinutes(1), sent.Add, () => false);

    private static InferBatch NewBatch(int size) => new(new InferBuffers(_format, size, []));
}
