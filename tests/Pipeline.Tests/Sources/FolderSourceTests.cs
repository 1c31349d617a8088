using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Ledger;
using OpenVinoFlow.Pipeline.Sources;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Pipeline.Tests.Sources;

public sealed class FolderSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_come_folder_by_folder_in_ordinal_order_with_ids_relative_to_the_folder()
    {
        foreach (string name in (string[])["b.jpg", "a.jpg", "Z.jpg", "sub/deep/x.jpg", "sub/a b ü.png"])
            _folder.Write(name, "x");

        List<ImageItem> items = await ReadAsync(new ImageFolderOptions { Path = _folder.Path });

        Assert.Equal(["Z.jpg", "a.jpg", "b.jpg", "sub/a b ü.png", "sub/deep/x.jpg"], items.Select(item => item.Id));
        Assert.All(items, item => Assert.True(File.Exists(item.Path)));
    }

    [Fact]
    public async Task Pattern_and_recursion_choose_what_is_read()
    {
        foreach (string name in (string[])["a.jpg", "a.txt", "sub/b.jpg"])
            _folder.Write(name, "x");

        Assert.Equal(["a.jpg", "sub/b.jpg"], (await ReadAsync(new ImageFolderOptions { Path = _folder.Path, Pattern = "**/*.jpg" })).Select(item => item.Id));
        Assert.Equal(["a.jpg"], (await ReadAsync(new ImageFolderOptions { Path = _folder.Path, Pattern = "**/*.jpg", Recursive = false })).Select(item => item.Id));
    }

    [Fact]
    public async Task A_single_file_is_a_source_of_one()
    {
        string path = _folder.Write("one.jpg", "x");
        ImageItem item = Assert.Single(await ReadAsync(new ImageFolderOptions { Path = path }));
        Assert.Equal(("one.jpg", path), (item.Id, item.Path));
    }

    [Fact]
    public async Task Repeated_rounds_keep_ids_apart()
    {
        _folder.Write("a.jpg", "x");
        List<ImageItem> items = await ReadAsync(new ImageFolderOptions { Path = _folder.Path, Repeat = 3 });
        Assert.Equal(["a.jpg", "a.jpg#2", "a.jpg#3"], items.Select(item => item.Id));
    }

    [Fact]
    public async Task A_link_that_leaves_the_folder_is_refused_by_name_and_one_that_stays_is_followed()
    {
        using var outside = new TemporaryFolder();
        string secret = outside.Write("secret.jpg", "x");
        string inside = _folder.Write("real.jpg", "x");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "leak.jpg"), secret);
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "alias.jpg"), inside);
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "cycle"), _folder.Path);

        List<ImageItem> items = await ReadAsync(new ImageFolderOptions { Path = _folder.Path });

        Assert.Equal(["alias.jpg", "leak.jpg", "real.jpg"], items.Select(item => item.Id));
        Assert.Equal(Reasons.OutsideSource, items[1].Refusal?.Reason);
        Assert.Null(items[0].Refusal);
    }

    [Fact]
    public async Task A_link_is_judged_by_where_it_really_leads()
    {
        using var outside = new TemporaryFolder();
        outside.Write("in/secret.jpg", "x");
        outside.Write("secret.jpg", "x");
        _folder.Folder("sub");
        Directory.CreateSymbolicLink(_folder.File("out"), outside.File("in"));

        // Both look as if they stayed: one goes through a link that leaves, the other climbs from where that link leads.
        File.CreateSymbolicLink(_folder.File("through.jpg"), "out/secret.jpg");
        File.CreateSymbolicLink(_folder.File("up.jpg"), "out/../secret.jpg");
        File.CreateSymbolicLink(_folder.File("circle.jpg"), "circle.jpg");
        using var alias = new TemporaryFolder();
        string root = Directory.CreateSymbolicLink(alias.File("root"), _folder.Path).FullName;
        File.CreateSymbolicLink(_folder.File("same.jpg"), _folder.Write("real.jpg", "x"));

        List<ImageItem> items = await ReadAsync(new ImageFolderOptions { Path = root });
        Assert.Equal(
            [
                ("circle.jpg", Reasons.OutsideSource),
                ("out", Reasons.OutsideSource),
                ("real.jpg", null),
                ("same.jpg", null),
                ("through.jpg", Reasons.OutsideSource),
                ("up.jpg", Reasons.OutsideSource),
            ],
            items.Select(item => (item.Id, item.Refusal?.Reason)));
    }

    [Fact]
    public async Task Links_that_leave_are_followed_when_allowed_but_not_in_circles()
    {
        using var outside = new TemporaryFolder();
        outside.Write("photos/a.jpg", "x");
        outside.Write("b.jpg", "x");
        _folder.Write("c.jpg", "x");
        Directory.CreateSymbolicLink(_folder.File("photos"), outside.File("photos"));
        Directory.CreateSymbolicLink(_folder.File("up"), Path.GetDirectoryName(_folder.Path)!);
        Directory.CreateSymbolicLink(outside.File("photos/again"), outside.File("photos"));
        Directory.CreateSymbolicLink(outside.File("photos/back"), _folder.Path);
        File.CreateSymbolicLink(_folder.File("b.jpg"), outside.File("b.jpg"));

        List<ImageItem> items = await ReadAsync(new ImageFolderOptions { Path = _folder.Path, AllowOutside = true });
        Assert.Equal(
            [("b.jpg", null), ("c.jpg", null), ("photos/a.jpg", null), ("up", Reasons.OutsideSource)],
            items.Select(item => (item.Id, item.Refusal?.Reason)));
    }

    [Fact]
    public async Task A_folder_that_disappears_while_it_is_read_breaks_the_source()
    {
        string path = _folder.Folder("photos");
        for (int i = 0; i < 10; i++)
            _folder.Write($"photos/{i}.jpg", "x");

        int given = 0;
        SourceException error = await Assert.ThrowsAsync<SourceException>(async () =>
        {
            await foreach (ImageItem _ in new FolderSource(new ImageFolderOptions { Path = path }).ReadAsync(TestContext.Current.CancellationToken))
            {
                if (++given == 3)
                    Directory.Delete(path, recursive: true);
            }
        });
        Assert.Equal(3, given);
        Assert.Contains("disappeared", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_names_a_folder_that_is_not_there_or_holds_nothing()
    {
        string missing = Path.Combine(_folder.Path, "nowhere");
        SourceException error = Assert.Throws<SourceException>(() => new FolderSource(new ImageFolderOptions { Path = missing }).Check());
        Assert.Contains(missing, error.Message, StringComparison.Ordinal);

        error = Assert.Throws<SourceException>(() => new FolderSource(new ImageFolderOptions { Path = _folder.Path, Pattern = "*.jpg" }).Check());
        Assert.Contains("*.jpg", error.Message, StringComparison.Ordinal);
    }

    private static async Task<List<ImageItem>> ReadAsync(ImageFolderOptions options)
    {
        var items = new List<ImageItem>();
        await foreach (ImageItem item in new FolderSource(options).ReadAsync(TestContext.Current.CancellationToken))
            items.Add(item);
        return items;
    }
}
