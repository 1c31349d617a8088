using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Ledger;
using OpenVinoFlow.Pipeline.Sources;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Pipeline.Tests.Sources;

public sealed class ListSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Paths_come_in_the_lists_order_relative_to_its_folder_and_named_again_they_get_a_number()
    {
        string list = _folder.Write("lists/a.txt", "../photos/b.jpg\r\n\n# not a comment.jpg\n/abs/ü.jpg\n../photos/b.jpg\n../photos/b.jpg#2\n ../photos/b.jpg\n../photos/b.jpg");
        List<ImageItem> items = await ReadAsync(list);

        Assert.Equal(
            [
                ("../photos/b.jpg", _folder.File("photos/b.jpg")),
                ("# not a comment.jpg", _folder.File("lists/# not a comment.jpg")),
                ("/abs/ü.jpg", "/abs/ü.jpg"),
                ("../photos/b.jpg#2", _folder.File("photos/b.jpg")),
                ("../photos/b.jpg#2#2", _folder.File("photos/b.jpg#2")),
                (" ../photos/b.jpg", _folder.File("lists/ ../photos/b.jpg")),
                ("../photos/b.jpg#3", _folder.File("photos/b.jpg")),
            ],
            items.Select(item => (item.Id, item.Path!)).Select(pair => pair with { Item2 = Path.GetFullPath(pair.Item2) }).Select(pair => (pair.Id, pair.Item2)));
        Assert.Equal(7, new ListSource(new ListSourceOptions { Path = list }).Count(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_line_that_is_no_path_fails_by_its_number_and_the_rest_is_read()
    {
        string list = _folder.Write("a.txt", $"a.jpg\n{new string('x', 1_000_000)}\nzero\0byte.jpg\nb.jpg\n");
        List<ImageItem> items = await ReadAsync(list);

        Assert.Equal(["a.jpg", "line 2", "line 3", "b.jpg"], items.Select(item => item.Id));
        Assert.Equal([null, Reasons.BadName, Reasons.BadName, null], items.Select(item => item.Refusal?.Reason));
        Assert.Contains("a.txt", items[1].Refusal!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_is_not_there_or_empty_is_named()
    {
        string missing = _folder.File("nowhere.txt");
        Assert.Contains(missing, Assert.Throws<SourceException>(() => new ListSource(new ListSourceOptions { Path = missing }).Check()).Message, StringComparison.Ordinal);

        string empty = _folder.Write("empty.txt", "\n\n");
        SourceException error = await Assert.ThrowsAsync<SourceException>(() => ReadAsync(empty));
        Assert.Contains("no path in it", error.Message, StringComparison.Ordinal);
    }

    private static async Task<List<ImageItem>> ReadAsync(string list)
    {
        var source = new ListSource(new ListSourceOptions { Path = list });
        source.Check();
        return await source.ReadAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
    }
}
