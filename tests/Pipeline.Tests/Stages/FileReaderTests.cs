using Microsoft.Win32.SafeHandles;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Ledger;
using OpenVinoFlow.Pipeline.Sources;
using OpenVinoFlow.Pipeline.Stages;

namespace OpenVinoFlow.Pipeline.Tests.Stages;

public sealed class FileReaderTests : IDisposable
{
    private const int Eio = 5;
    private const int Enospc = 28;

    private readonly TestSupport.TemporaryFolder _folder = new();
    private int _opened;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(3, 4)]
    public void A_transient_error_is_tried_again_until_it_has_passed(int errors, int attempts)
    {
        FlowItem item = Read(Failing(errors, Eio));
        Assert.Null(item.Failure);
        Assert.Equal("bytes"u8, item.Encoded.Content);
        Assert.Equal(attempts, _opened);
    }

    [Fact]
    public void After_the_last_attempt_the_failure_says_how_many_there_were()
    {
        FlowItem item = Read(Failing(int.MaxValue, Eio));
        Assert.Equal((FailureStage.Read, Reasons.IoError, 4), (item.Failure!.Stage, item.Failure.Reason, item.Failure.Attempts));
        Assert.Equal(4, _opened);
    }

    [Fact]
    public void What_will_not_pass_is_tried_once()
    {
        Assert.Equal(1, Read(Failing(int.MaxValue, Enospc)).Failure!.Attempts);
        Assert.Equal(1, _opened);

        FlowItem missing = Read(null, _folder.File("missing"));
        Assert.Equal((Reasons.NotFound, 1), (missing.Failure!.Reason, missing.Failure.Attempts));
    }

    [Fact]
    public void Another_error_after_a_transient_one_ends_the_attempts()
    {
        FlowItem item = Read(path => ++_opened == 1 ? throw new IOException("injected", Eio) : throw new FileNotFoundException("injected"));
        Assert.Equal((Reasons.NotFound, 2), (item.Failure!.Reason, item.Failure.Attempts));
    }

    [Fact]
    public void A_file_that_another_process_has_locked_is_read_when_it_is_free()
    {
        string path = _folder.Write("locked", "bytes");
        FileStream locked = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        FlowItem item = Read(
            name =>
            {
                if (++_opened == 3)
                    locked.Dispose();
                return File.OpenHandle(name);
            },
            path);

        Assert.Null(item.Failure);
        Assert.Equal(3, _opened);
    }

    [Fact]
    public void A_stopped_run_does_not_wait_for_another_attempt()
    {
        using var stop = new CancellationTokenSource();
        var reader = new FileReader(100, new ReadRetry(new ErrorOptions { ReadBackoff = TimeSpan.FromHours(1) }), stop.Token, open: Failing(int.MaxValue, Eio, stop.Cancel));
        FlowItem item = NewItem(_folder.Write("a", "bytes"));
        reader.Read(item);
        Assert.True(item.Cancelled);
        Assert.Equal(1, _opened);
    }

    [Fact]
    public void Without_retries_the_first_failure_stands()
    {
        var reader = new FileReader(100, new ReadRetry(new ErrorOptions { ReadRetries = 0 }), default, open: Failing(1, Eio));
        FlowItem item = NewItem(_folder.Write("a", "bytes"));
        reader.Read(item);
        Assert.Equal(1, item.Failure!.Attempts);
    }

    private static FlowItem NewItem(string path)
    {
        var item = new FlowItem();
        item.Begin(ImageItem.FromFile("a", path), 0, 0, 0);
        return item;
    }

    private FlowItem Read(Func<string, SafeFileHandle>? open, string? path = null)
    {
        FlowItem item = NewItem(path ?? _folder.Write("a", "bytes"));
        new FileReader(100, new ReadRetry(new ErrorOptions { ReadBackoff = TimeSpan.FromMilliseconds(1) }), default, open: open).Read(item);
        return item;
    }

    private Func<string, SafeFileHandle> Failing(int errors, int number, Action? then = null) => path =>
    {
        if (++_opened > errors)
            return File.OpenHandle(path);
        then?.Invoke();
        throw new IOException("injected", number);
    };
}
