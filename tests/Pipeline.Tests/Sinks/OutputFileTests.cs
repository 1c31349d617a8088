using OpenVinoFlow.Pipeline.Sinks;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Pipeline.Tests.Sinks;

public sealed class OutputFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_link_at_the_files_place_is_refused_and_what_it_leads_to_is_left_alone()
    {
        string victim = _folder.Write("victim.txt", "precious");
        string link = _folder.File("out/results.jsonl");
        _folder.Folder("out");
        File.CreateSymbolicLink(link, victim);

        SinkException error = Assert.Throws<SinkException>(() => OutputFile.Create(link));
        Assert.Contains(victim, error.Message, StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(victim));
    }

    [Fact]
    public void A_link_that_leads_to_nothing_does_not_make_a_file_elsewhere()
    {
        string link = _folder.File("results.jsonl");
        File.CreateSymbolicLink(link, _folder.File("made"));

        Assert.Throws<SinkException>(() => OutputFile.Create(link));
        Assert.False(File.Exists(_folder.File("made")));
    }

    [Fact]
    public void A_link_for_the_whole_folder_is_the_users_own_choice()
    {
        Directory.CreateSymbolicLink(_folder.File("out"), _folder.Folder("disk"));
        using (FileStream file = OutputFile.Create(_folder.File("out/results.jsonl")))
            file.Write("new"u8);
        Assert.Equal("new", File.ReadAllText(_folder.File("disk/results.jsonl")));
    }

    [Fact]
    public void A_file_that_is_there_is_emptied_and_one_that_is_not_is_made_with_its_folder()
    {
        string old = _folder.Write("old.jsonl", "a long old content");
        using (FileStream file = OutputFile.Create(old))
            file.Write("new"u8);
        Assert.Equal("new", File.ReadAllText(old));

        OutputFile.Create(_folder.File("a/b/new.jsonl")).Dispose();
        Assert.True(File.Exists(_folder.File("a/b/new.jsonl")));
    }
}
