using CsCheck;
using OpenVinoFlow.Pipeline.Sources;
using OpenVinoFlow.Pipeline.Stages;

namespace OpenVinoFlow.Pipeline.Tests.Stages;

public class ItemPoolTests
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task It_counts_what_is_on_its_way_and_names_it()
    {
        using var pool = new ItemPool(3);
        Assert.Equal((3, 3), (pool.Count, pool.Idle));

        FlowItem first = (await pool.RentAsync(CancellationToken.None))!;
        FlowItem second = (await pool.RentAsync(CancellationToken.None))!;
        Assert.NotSame(first, second);
        Assert.Equal(1, pool.Idle);
        Assert.Equal([first, second], pool.Open);

        pool.Return(first);
        Assert.Equal((3, 2), (pool.Count, pool.Idle));
        Assert.Equal([second], pool.Open);
    }

    [Fact]
    public async Task A_returned_item_keeps_nothing_of_its_image()
    {
        using var pool = new ItemPool(1);
        var owner = new Owner();
        FlowItem item = (await pool.RentAsync(CancellationToken.None))!;
        item.Begin(ImageItem.FromBytes("a", new byte[] { 1, 2, 3 }, owner), 0, 0, 0);
        pool.Return(item);

        Assert.Equal(1, owner.Disposed);
        Assert.True(item.Source.Data.IsEmpty);
        Assert.Same(item, await pool.RentAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Whoever_waits_gets_the_item_that_comes_back()
    {
        using var pool = new ItemPool(1);
        FlowItem item = (await pool.RentAsync(CancellationToken.None))!;
        Task<FlowItem?> waiting = pool.RentAsync(CancellationToken.None).AsTask();
        Assert.False(waiting.IsCompleted);

        pool.Return(item);
        Assert.Same(item, await waiting.WaitAsync(_limit, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_run_that_was_stopped_does_not_wait_for_an_item()
    {
        using var pool = new ItemPool(1);
        _ = await pool.RentAsync(CancellationToken.None);
        Assert.Null(await pool.RentAsync(new CancellationToken(canceled: true)).AsTask().WaitAsync(_limit, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Close_ends_the_wait()
    {
        using var pool = new ItemPool(1);
        _ = await pool.RentAsync(CancellationToken.None);
        Task<FlowItem?> waiting = pool.RentAsync(CancellationToken.None).AsTask();
        pool.Close();
        Assert.Null(await waiting.WaitAsync(_limit, TestContext.Current.CancellationToken));
        Assert.Equal(0, pool.Idle);
    }

    [Fact]
    public void Concurrent_returns_lose_no_item() =>
        Gen.Select(Gen.Int[1, 8], Gen.Int[1, 500]).Sample(
            (count, rents) =>
            {
                using var pool = new ItemPool(count);
                var open = new System.Collections.Concurrent.BlockingCollection<FlowItem>();
                Thread[] returners = [.. Enumerable.Range(0, 3).Select(_ => new Thread(() =>
                {
                    foreach (FlowItem item in open.GetConsumingEnumerable())
                        pool.Return(item);
                }))];
                foreach (Thread thread in returners)
                    thread.Start();

                bool all = true;
                for (int i = 0; i < rents; i++)
                {
                    Task<FlowItem?> rent = pool.RentAsync(CancellationToken.None).AsTask();
                    all &= rent.Wait(_limit) && rent.Result is { InUse: true };
                    open.Add(rent.Result!);
                }

                open.CompleteAdding();
                foreach (Thread thread in returners)
                    thread.Join();
                return all && pool.Idle == count && !pool.Open.Any();
            },
            iter: 50,
            threads: 1);

    private sealed class Owner : IDisposable
    {
        public int Disposed { get; private set; }

        public void Dispose() => Disposed++;
    }
}
