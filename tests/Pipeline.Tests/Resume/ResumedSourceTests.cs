using CsCheck;
using OpenVinoFlow.Pipeline.Resume;
using OpenVinoFlow.Pipeline.Sources;

namespace OpenVinoFlow.Pipeline.Tests.Resume;

public class ResumedSourceTests
{
    [Fact]
    public void What_is_left_is_everything_that_is_not_committed_in_order_with_its_position() =>
        Gen.Bool.Array[0, 60].Sample(committed =>
        {
            (List<(long, string)> left, int skipped) = Resume(Ids(committed.Length), Committed(committed));
            return skipped == committed.Count(done => done)
                && left.SequenceEqual(Enumerable.Range(0, committed.Length).Where(i => !committed[i]).Select(i => ((long)i, $"i{i}")));
        });

    [Fact]
    public void Inputs_behind_those_that_are_committed_are_new_ones() =>
        Assert.Equal([(1, "i1"), (3, "i3"), (4, "i4")], Resume(Ids(5), Committed([true, false, true])).Left);

    [Theory]
    [InlineData("a,i0,i1,i2", "a is now input 0")]
    [InlineData("i0,a,i2", "a is now input 1")]
    [InlineData("i0,i2", "i2 is now input 1")]
    [InlineData("i0,i1", "1 inputs that were processed are no longer there")]
    [InlineData("", "3 inputs that were processed")]
    public void A_changed_source_is_refused(string now, string said)
    {
        ResumeException error = Assert.Throws<ResumeException>(() => Resume(now.Split(',', StringSplitOptions.RemoveEmptyEntries), Committed([true, true, true])));
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,i0,i1,i2,b", "a,b")]
    [InlineData("i0,a,i2", "a")]
    [InlineData("i0,i1", "")]
    [InlineData("i2,i1,i0", "")]
    public void A_changed_source_that_is_accepted_gives_new_inputs_new_positions(string now, string expected)
    {
        (List<(long Sequence, string Id)> left, _) = Resume(now.Split(','), Committed([true, true, true]), force: true);
        Assert.Equal(expected.Split(',', StringSplitOptions.RemoveEmptyEntries), left.Select(item => item.Id));
        Assert.All(left, item => Assert.True(item.Sequence >= 3));
        Assert.Equal(left.Count, left.Select(item => item.Sequence).Distinct().Count());
    }

    [Fact]
    public void Bytes_of_another_length_are_a_change()
    {
        var done = new CommittedItems();
        done.Add(0, ItemIdentity.HashOf("a"), ItemIdentity.StampOf(5, default));
        ImageItem[] same = [ImageItem.FromBytes("a", new byte[5])];
        ImageItem[] other = [ImageItem.FromBytes("a", new byte[6])];
        Assert.Empty(Resume(same, done).Left);
        Assert.Throws<ResumeException>(() => Resume(other, done));
    }

    private static CommittedItems Committed(bool[] committed)
    {
        var done = new CommittedItems();
        for (int i = 0; i < committed.Length; i++)
        {
            if (committed[i])
                done.Add(i, ItemIdentity.HashOf($"i{i}"), ItemIdentity.NoStamp);
        }

        return done;
    }

    private static string[] Ids(int count) => [.. Enumerable.Range(0, count).Select(i => $"i{i}")];

    private static (List<(long Sequence, string Id)> Left, int Skipped) Resume(string[] now, CommittedItems done, bool force = false) =>
        Resume([.. now.Select(ImageItem.Empty)], done, force);

    private static (List<(long Sequence, string Id)> Left, int Skipped) Resume(ImageItem[] now, CommittedItems done, bool force = false)
    {
        int skipped = 0;
        var source = new ResumedSource(new AsyncEnumerableSource(now.ToAsyncEnumerable()), done, byId: false, force) { Skipped = () => skipped++ };
        List<(long, string)> left = ReadAsync(source).GetAwaiter().GetResult();
        return (left, skipped);
    }

    private static async Task<List<(long, string)>> ReadAsync(ResumedSource source)
    {
        await source.VerifyAsync(CancellationToken.None);
        var left = new List<(long, string)>();
        await foreach (ImageItem item in source.ReadAsync(CancellationToken.None))
            left.Add((source.Sequence, item.Id));
        return left;
    }
}
