using System.Diagnostics;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Ledger;
using OpenVinoFlow.Pipeline.Sources;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Pipeline.Tests.Stages;

/// <summary>What lies in a folder and is no file must hold up nothing.</summary>
public sealed class FileReaderPipeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pipes_devices_and_folders_fail_at_once()
    {
        using (Process mkfifo = Process.Start("mkfifo", [_folder.File("pipe.jpg")]))
            await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(_folder.File("link.jpg"), "pipe.jpg");
        _folder.Folder("folder.jpg");
        _folder.Write("empty.jpg", "");
        string list = _folder.Write("list.txt", "pipe.jpg\nlink.jpg\n/dev/zero\nfolder.jpg\nempty.jpg\nmissing.jpg\n");

        await using Flow flow = Flow.Create(new FlowOptions { Model = new ModelOptions { Path = "", Engine = EngineKind.Null }, Errors = new ErrorOptions { MaxFailureRate = null } });
        List<ImageResult> results = await flow
            .StreamAsync(new ListSource(new ListSourceOptions { Path = list }).ReadAsync(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken)
            .AsTask()
            .WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(
            [("/dev/zero", "empty"), ("empty.jpg", "empty"), ("folder.jpg", Reasons.NotAFile), ("link.jpg", "empty"), ("missing.jpg", Reasons.NotFound), ("pipe.jpg", "empty")],
            results.OrderBy(result => result.Id, StringComparer.Ordinal).Select(result => (result.Id, result.Failure!.Reason)));
    }
}
