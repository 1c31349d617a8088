using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using OpenVinoFlow.Pipeline.Configuration;
using Parquet;

namespace OpenVinoFlow.Pipeline.Sinks.Parquet;

/// <summary>
/// A Parquet file with a row for each input: <c>seq</c>, <c>id</c>, <c>status</c>; the best class (<c>class</c>, <c>label</c>, <c>score</c>)
/// and the best ones as lists (<c>top_class</c>, <c>top_label</c>, <c>top_score</c>), or <c>stage</c>, <c>reason</c>, <c>message</c> and
/// <c>attempts</c> of a failure; <c>width</c> and <c>height</c> of the picture; raw outputs that are asked for as lists, <c>output_NAME</c>.
/// </summary>
/// <remarks>
/// An unfinished Parquet file cannot be continued: it has no footer. So rows also go, as bytes, to <c>PATH.spool</c>, from which the file,
/// called <c>PATH.part</c> until it is finished, is made again when a run is continued. The spool is removed at the end.
/// </remarks>
public sealed class ParquetSink(ParquetSinkOptions options) : IResumableSink
{
    private const int RowsOfAGroup = 65_536;
    private const int BytesOfAGroup = 32 << 20;

    private readonly string _part = options.Path + DurableFile.PartSuffix;
    private readonly string _spoolPath = options.Path + ".spool";
    private readonly ArrayBufferWriter<byte> _rows = new(64 << 10);
    private ScoreRanking? _ranking;
    private int[] _outputs = [];
    private ResultTable? _table;
    private FileStream? _spool;
    private SafeFileHandle? _spoolHandle;
    private FileStream? _file;
    private ParquetWriter? _writer;
    private int _groupRows;
    private int _spooled;
    private long _finished;
    private long _added;

    /// <inheritdoc/>
    public string Kind => "parquet";

    /// <inheritdoc/>
    public string Location => options.Path;

    /// <inheritdoc/>
    public string Description => $"parquet {options.Path}";

    /// <inheritdoc/>
    public bool Exists => File.Exists(options.Path) || File.Exists(_spoolPath);

    /// <inheritdoc/>
    public async ValueTask OpenAsync(SinkContext context, CancellationToken cancellationToken)
    {
        Prepare(context);
        OutputFile.Remove(options.Path);
        UseSpool(OutputFile.Create(_spoolPath));
        await StartFileAsync(context, cancellationToken).ConfigureAwait(false);
        DurableFile.SyncFolderOf(_spoolPath);
    }

    /// <inheritdoc/>
    public async ValueTask ReopenAsync(SinkContext context, string mark, CancellationToken cancellationToken)
    {
        Prepare(context);
        long[] numbers = [.. mark.Split(':').Select(part => long.Parse(part, CultureInfo.InvariantCulture))];
        (_finished, _added, long length) = (numbers[0], numbers[1], numbers[2]);

        long? found = await CountRowsAsync(cancellationToken).ConfigureAwait(false);
        if (found == _finished + _added)
        {
            // Finished in the meantime: what was spooled is in the file.
            (_finished, _added, length) = (found.Value, 0, 0);
            UseSpool(OutputFile.Create(_spoolPath));
        }
        else if (_finished == 0 || found == _finished)
        {
            UseSpool(OutputFile.Reopen(_spoolPath, length));
        }
        else
        {
            throw new SinkException(
                $"{options.Path} has {found ?? 0} rows, but had {_finished} when the run was cut off: it was changed since. Use --restart to start over.");
        }

        await StartFileAsync(context, cancellationToken).ConfigureAwait(false);
        await ReplayAsync(length, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(FlowItem item, CancellationToken cancellationToken)
    {
        TableRow.Write(_rows, item, _ranking, _outputs);
        _added++;
        return ++_groupRows >= RowsOfAGroup || _rows.WrittenCount >= BytesOfAGroup ? new ValueTask(WriteGroupAsync(CancellationToken.None)) : default;
    }

    /// <inheritdoc/>
    public string Mark()
    {
        Spool();
        return string.Create(CultureInfo.InvariantCulture, $"{_finished}:{_added}:{_spool!.Position}");
    }

    /// <inheritdoc/>
    public void Sync() => RandomAccess.FlushToDisk(_spoolHandle!);

    /// <inheritdoc/>
    public ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        Spool();
        Sync();
        return default;
    }

    /// <inheritdoc/>
    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        if (_groupRows > 0)
            await WriteGroupAsync(cancellationToken).ConfigureAwait(false);
        await _writer!.DisposeAsync().ConfigureAwait(false);
        _file!.Flush(flushToDisk: true);
        await DisposeAsync().ConfigureAwait(false);

        DurableFile.Rename(_part, options.Path);
        File.Delete(_spoolPath);
        DurableFile.SyncFolderOf(_spoolPath);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // The writer would write a footer now; an unfinished file has none.
        if (_file is not null)
            await _file.DisposeAsync().ConfigureAwait(false);
        if (_spool is not null)
            await _spool.DisposeAsync().ConfigureAwait(false);
    }

    private void Prepare(SinkContext context)
    {
        _ranking = ScoreRanking.Create(Description, options.TopK, options.Output, options.Labels, context);
        _outputs = SelectedOutputs.Find(Description, options.Outputs, context);
        _table = new ResultTable(_ranking, [.. _outputs.Select(index => OutputColumn.For(context.Outputs[index]))]);
    }

    private void UseSpool(FileStream spool)
    {
        _spool = spool;
        _spoolHandle = spool.SafeFileHandle;
    }

    /// <summary>Starts the part file with the rows of the finished file that is continued, if there is one.</summary>
    private async Task StartFileAsync(SinkContext context, CancellationToken cancellationToken)
    {
        bool append = _finished > 0;
        if (append)
        {
            OutputFile.Remove(_part);
            File.Copy(options.Path, _part);
        }

        _file = append ? OutputFile.Reopen(_part, new FileInfo(_part).Length) : OutputFile.Create(_part);
        _writer = await ParquetWriter.CreateAsync(_table!.Schema, _file, append: append, cancellationToken: cancellationToken).ConfigureAwait(false);
        _writer.CustomMetadata = context.Provenance.Facts.ToDictionary(fact => fact.Name, fact => fact.Value);
    }

    /// <summary>Rows of the finished file; null where there is none, or it is none.</summary>
    private async Task<long?> CountRowsAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(options.Path))
            return null;

        try
        {
            ParquetReader reader = await ParquetReader.CreateAsync(options.Path, cancellationToken: cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
                return reader.Metadata!.NumRows;
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Makes the row groups of the rows that were spooled, as they were or would have been.</summary>
    private async Task ReplayAsync(long length, CancellationToken cancellationToken)
    {
        _spool!.Position = 0;
        byte[] head = new byte[sizeof(int)];
        while (_spool.Position < length)
        {
            await _spool.ReadExactlyAsync(head, cancellationToken).ConfigureAwait(false);
            int row = BinaryPrimitives.ReadInt32LittleEndian(head);
            _rows.Write(head);
            await _spool.ReadExactlyAsync(_rows.GetMemory(row)[..row], cancellationToken).ConfigureAwait(false);
            _rows.Advance(row);
            _spooled = _rows.WrittenCount;
            if (++_groupRows >= RowsOfAGroup || _rows.WrittenCount >= BytesOfAGroup)
                await WriteGroupAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Spool()
    {
        _spool!.Write(_rows.WrittenSpan[_spooled..]);
        _spooled = _rows.WrittenCount;
    }

    private async Task WriteGroupAsync(CancellationToken cancellationToken)
    {
        Spool();
        await _table!.WriteGroupAsync(_writer!, _rows.WrittenMemory, cancellationToken).ConfigureAwait(false);
        _rows.ResetWrittenCount();
        _spooled = 0;
        _groupRows = 0;
    }
}
