using System.Runtime.CompilerServices;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Ledger;

namespace OpenVinoFlow.Pipeline.Sources;

/// <summary>
/// The files a list names, one path a line, in its order. Relative paths start from the list's folder, or, when it comes by standard input, from
/// the current one. Ids are the paths as they are written; one that is named again gets <c>#2</c>, <c>#3</c> and so on.
/// </summary>
/// <remarks>Empty lines are passed over. Nothing is a comment: a file name may start with anything.</remarks>
public sealed class ListSource(ListSourceOptions options) : IImageSource
{
    private const string StandardInput = "-";

    private readonly bool _isStandardInput = options.Path == StandardInput;

    /// <inheritdoc/>
    public string Description => _isStandardInput ? "list on standard input" : $"list {options.Path}";

    /// <summary>True for standard input: whoever writes it may take as long as they like.</summary>
    public bool MayWait => _isStandardInput;

    /// <inheritdoc/>
    public void Check()
    {
        // Not opened: what is read from a pipe here would be missing later.
        if (!_isStandardInput && !File.Exists(options.Path))
            throw new SourceException($"The list {options.Path} does not exist (source.list.path).");
    }

    /// <summary>The lines of a file; null for what can be read only once.</summary>
    public long? Count(CancellationToken cancellationToken)
    {
        if (_isStandardInput || new FileInfo(options.Path).Length == 0)
            return null;

        using FileStream file = File.OpenRead(options.Path);
        byte[] block = new byte[64 << 10];
        long count = 0;
        bool isStart = true;
        for (int read; (read = file.Read(block)) > 0;)
        {
            if (cancellationToken.IsCancellationRequested)
                return null;

            foreach (byte b in block.AsSpan(0, read))
            {
                bool isEnd = b is (byte)'\n' or (byte)'\r';
                count += isStart && !isEnd ? 1 : 0;
                isStart = isEnd;
            }
        }

        return count;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ImageItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string folder = _isStandardInput ? Environment.CurrentDirectory : Path.GetDirectoryName(options.Path)!;
        var ids = new UniqueIds();
        bool isEmpty = true;

        using var lines = new PathLines(Open());
        while (await lines.NextAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (line.Length == 0)
                continue;

            isEmpty = false;
            yield return ItemOf(line, lines, folder, ids);
        }

        if (isEmpty && !_isStandardInput)
            throw new SourceException($"The list {options.Path} has no path in it; one a line is needed (source.list.path).");
    }

    private Stream Open()
    {
        if (_isStandardInput)
            return Console.OpenStandardInput();

        try
        {
            return new FileStream(options.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"The list {options.Path} cannot be read: {error.Message} (source.list.path).", error);
        }
    }

    private ImageItem ItemOf(string line, PathLines lines, string folder, UniqueIds ids)
    {
        string? fault = lines.IsTooLong ? $"is longer than {PathLines.MaxLength} characters" : line.Contains('\0', StringComparison.Ordinal) ? "holds a zero byte" : null;
        return fault is null
            ? ImageItem.FromFile(ids.Of(line), Path.GetFullPath(line, folder))
            : ImageItem.Refused(
                ids.Of($"line {lines.Number}"), new Failure(FailureStage.Read, Reasons.BadName, $"Line {lines.Number} of the {Description} {fault}: it is no path."));
    }
}
