using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using OpenVinoFlow.Pipeline.Ledger;
using OpenVinoFlow.Pipeline.Resume;
using OpenVinoFlow.Pipeline.Sources;
using OpenVinoFlow.Preprocess;

namespace OpenVinoFlow.Pipeline.Stages;

/// <summary>
/// Gets an item's encoded bytes into its own buffer; tries again where an error is transient. Never throws: what fails is the item's failure.
/// </summary>
/// <param name="maxFileBytes">A larger file is refused.</param>
/// <param name="retry">What follows a first failure.</param>
/// <param name="stopped">Ends the waiting for another attempt.</param>
/// <param name="stamp">Whether files are stamped with their size and time, for a run that continues.</param>
/// <param name="open">Opens a file for reading; null takes the file system's.</param>
internal sealed class FileReader(long maxFileBytes, ReadRetry retry, CancellationToken stopped, bool stamp = false, Func<string, SafeFileHandle>? open = null)
{
    private readonly Func<string, SafeFileHandle> _open = open ?? (static path => File.OpenHandle(path, options: FileOptions.SequentialScan));

    public void Read(FlowItem item)
    {
        long start = Stopwatch.GetTimestamp();
        ImageItem source = item.Source;

        if (source.Refusal is { } refusal)
            item.Failure = refusal;
        else if (source.Path is { } path)
            item.Failure = ReadFile(path, item) is { } failure ? ReadAgain(path, item, failure) : null;
        else if (source.Data.Length > maxFileBytes)
            item.Failure = TooLarge(source.Id, source.Data.Length);
        else if (stamp)
            item.Stamp = ItemIdentity.StampOf(source.Data.Length, default);

        item.Clock.Read = Stopwatch.GetTimestamp() - start;
    }

    private Failure? ReadFile(string path, FlowItem item)
    {
        try
        {
            if (RefuseUnopened(path) is { } refusal)
                return refusal;

            using SafeFileHandle file = _open(path);

            long length = RandomAccess.GetLength(file);
            if (stamp)
                item.Stamp = ItemIdentity.StampOf(length, File.GetLastWriteTimeUtc(file));
            if (length > maxFileBytes)
                return TooLarge(path, length);

            Span<byte> room = item.Encoded.Reserve((int)length);
            int filled = 0;
            while (filled < room.Length)
            {
                int read = RandomAccess.Read(file, room[filled..], filled);
                if (read == 0)
                {
                    string message = $"{path} ended after {filled} of {length} bytes: it was cut short while it was read.";
                    return new Failure(FailureStage.Read, Reasons.IoError, message) { IsTransient = true };
                }

                filled += read;
            }

            return null;
        }
        catch (Exception error)
        {
            return new Failure(FailureStage.Read, ReasonOf(error), error.Message, error.GetType().Name) { IsTransient = TransientErrors.Includes(error) };
        }
    }

    /// <summary>Apart from <see cref="Read"/>, which would otherwise allocate a closure for every item.</summary>
    private Failure? ReadAgain(string path, FlowItem item, Failure first)
    {
        try
        {
            return retry.Continue(first, () => ReadFile(path, item), stopped);
        }
        catch (OperationCanceledException)
        {
            // It has not failed for good: the next run may read it.
            item.Cancelled = true;
            return first;
        }
    }

    /// <summary>What is no file, asked before it is opened: a pipe that nobody writes to would never come back from that.</summary>
    private static Failure? RefuseUnopened(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            return Directory.Exists(path) ? new Failure(FailureStage.Read, Reasons.NotAFile, $"{path} is a folder.") : null;

        if (file.Attributes.HasFlag(FileAttributes.ReparsePoint))
            file = (FileInfo)file.ResolveLinkTarget(returnFinalTarget: true)!;
        return file.Length > 0 ? null : new Failure(FailureStage.Read, FailureReason.Empty.ToText(), $"{path} is empty, or not a file but a pipe or a device.");
    }

    private static string ReasonOf(Exception error) => error switch
    {
        FileNotFoundException or DirectoryNotFoundException => Reasons.NotFound,
        UnauthorizedAccessException => Reasons.AccessDenied,
        OutOfMemoryException => Reasons.OutOfMemory,
        IOException => Reasons.IoError,
        _ => Reasons.Internal,
    };

    private Failure TooLarge(string what, long length) => new(
        FailureStage.Read,
        Reasons.TooManyBytes,
        $"{what} has {length:N0} bytes; preprocess.max_file_bytes allows {maxFileBytes:N0}.");
}
