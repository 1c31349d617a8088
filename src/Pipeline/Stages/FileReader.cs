using System.Diagnostics;
using OpenVinoFlow.Pipeline.Ledger;
using OpenVinoFlow.Pipeline.Sources;
using OpenVinoFlow.Preprocess;

namespace OpenVinoFlow.Pipeline.Stages;

/// <summary>Gets an item's encoded bytes into its own buffer. Never throws: what fails is the item's failure.</summary>
internal sealed class FileReader(long maxFileBytes)
{
    public void Read(FlowItem item)
    {
        long start = Stopwatch.GetTimestamp();
        ImageItem source = item.Source;

        if (source.Refusal is { } refusal)
            item.Failure = refusal;
        else if (source.Path is { } path)
            item.Failure = ReadFile(path, item);
        else if (source.Data.Length > maxFileBytes)
            item.Failure = TooLarge(source.Id, source.Data.Length);

        item.Clock.Read = Stopwatch.GetTimestamp() - start;
    }

    private Failure? ReadFile(string path, FlowItem item)
    {
        try
        {
            if (RefuseUnopened(path) is { } refusal)
                return refusal;

            using Microsoft.Win32.SafeHandles.SafeFileHandle file = File.OpenHandle(path, options: FileOptions.SequentialScan);

            long length = RandomAccess.GetLength(file);
            if (length > maxFileBytes)
                return TooLarge(path, length);

            Span<byte> room = item.Encoded.Reserve((int)length);
            int filled = 0;
            while (filled < room.Length)
            {
                int read = RandomAccess.Read(file, room[filled..], filled);
                if (read == 0)
                    return new Failure(FailureStage.Read, Reasons.IoError, $"{path} ended after {filled} of {length} bytes: it was cut short while it was read.");
                filled += read;
            }

            return null;
        }
        catch (Exception error)
        {
            return new Failure(FailureStage.Read, ReasonOf(error), error.Message, error.GetType().Name);
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
