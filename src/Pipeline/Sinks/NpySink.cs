using System.Globalization;
using System.Text;
using System.Text.Json;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.Pipeline.Sinks;

/// <summary>
/// Raw outputs in NumPy's format: one file an output, <c>OUTPUT.npy</c> of shape [results, …], a row for each image with a result in the order
/// of <c>index.jsonl</c>. An output whose shape differs from image to image gets a folder instead, <c>OUTPUT/SEQ.npy</c>. bf16 is widened to
/// f32, because NumPy has no such type. <c>OUTPUT.npy</c> is called <c>OUTPUT.npy.part</c> until it is finished.
/// </summary>
public sealed class NpySink(NpySinkOptions options) : IResumableSink
{
    private const int MostUnsynced = 10_000;

    private readonly List<Column> _columns = [];
    private List<string> _singles = [];
    private List<string> _unsynced = [];
    private JsonLinesFile? _index;
    private long _rows;

    /// <inheritdoc/>
    public string Description => $"npy {options.Path}";

    /// <inheritdoc/>
    public string Kind => "npy";

    /// <inheritdoc/>
    public string Location => options.Path;

    /// <inheritdoc/>
    public bool Exists => File.Exists(IndexPath);

    private string IndexPath => Path.Combine(options.Path, "index.jsonl");

    /// <inheritdoc/>
    public ValueTask OpenAsync(SinkContext context, CancellationToken cancellationToken)
    {
        AddColumns(context, rows: null);
        _index = JsonLinesFile.Create(IndexPath);
        ProvenanceFile.Write(Path.Combine(options.Path, "meta.json"), context.Provenance);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask ReopenAsync(SinkContext context, string mark, CancellationToken cancellationToken)
    {
        string[] parts = mark.Split(':');
        _rows = long.Parse(parts[0], CultureInfo.InvariantCulture);
        _index = JsonLinesFile.Reopen(IndexPath, parts[1]);
        AddColumns(context, _rows);
        RemoveSinglesWithoutIndex();
        ProvenanceFile.Write(Path.Combine(options.Path, "meta.json"), context.Provenance);
        return default;
    }

    /// <inheritdoc/>
    public string Mark()
    {
        foreach (Column column in _columns)
            column.File?.Write();
        (_singles, _unsynced) = (_unsynced, _singles);
        _singles.Clear();
        return string.Create(CultureInfo.InvariantCulture, $"{_rows}:{_index!.Mark()}");
    }

    /// <inheritdoc/>
    public void Sync()
    {
        foreach (Column column in _columns)
            column.File?.Sync();
        foreach (string single in _unsynced)
            DurableFile.Sync(single);
        foreach (Column column in _columns)
        {
            if (column.File is null && _unsynced.Count > 0)
                DurableFile.SyncFolderOf(Path.Combine(column.Path, "x"));
        }

        _index!.Sync();
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(FlowItem item, CancellationToken cancellationToken)
    {
        if (!item.Ok)
            return default;

        foreach (Column column in _columns)
        {
            OutputTensor output = item.Outputs[column.Output];
            if (column.File is { } file)
            {
                file.Append(output.Bytes);
            }
            else
            {
                string path = Path.Combine(column.Path, item.Sequence.ToString(CultureInfo.InvariantCulture) + ".npy");
                using var single = new NpyFile(OutputFile.Create(path), output.Type, output.Dims(), stacked: false);
                single.Append(output.Bytes);
                single.Write();
                AddSingle(path);
            }
        }

        Utf8JsonWriter json = _index!.BeginLine();
        json.WriteStartObject();
        json.WriteNumber("row", _rows++);
        json.WriteNumber("seq", item.Sequence);
        json.WriteString("id", item.Id);
        json.WriteEndObject();
        _index.EndLine();
        return default;
    }

    /// <inheritdoc/>
    public ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        Mark();
        Sync();
        foreach (Column column in _columns)
            column.File?.Complete();
        return default;
    }

    /// <inheritdoc/>
    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        foreach (Column column in _columns)
        {
            if (column.File is not { } file)
                continue;

            file.Dispose();
            DurableFile.Rename(column.Path + DurableFile.PartSuffix, column.Path);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        foreach (Column column in _columns)
            column.File?.Dispose();
        _index?.Dispose();
        return default;
    }

    /// <param name="context">The network.</param>
    /// <param name="rows">Rows to keep of what is there; null starts anew.</param>
    private void AddColumns(SinkContext context, long? rows)
    {
        IReadOnlyList<string> wanted = options.Outputs.Count > 0 ? options.Outputs : [.. context.Outputs.Select(output => output.Name)];
        foreach (int index in SelectedOutputs.Find(Description, wanted, context))
        {
            TensorDescription output = context.Outputs[index];
            string path = Path.Combine(options.Path, FileName(output.Name));
            OutputFile.RefuseLink(path);
            if (output.IsDynamic)
                _columns.Add(new Column(index, output.Type, null, path));
            else
                _columns.Add(new Column(index, output.Type, OpenColumn(path + ".npy", output.Type, SelectedOutputs.RowDims(output, context.Batch), rows), path + ".npy"));
        }
    }

    private void AddSingle(string path)
    {
        _singles.Add(path);
        if (_singles.Count < MostUnsynced)
            return;

        foreach (string single in _singles)
            DurableFile.Sync(single);
        _singles.Clear();
    }

    private static NpyFile OpenColumn(string path, DataType type, long[] dims, long? rows)
    {
        string part = path + DurableFile.PartSuffix;
        if (rows is not { } kept)
        {
            OutputFile.Remove(path);
            return new NpyFile(OutputFile.Create(part), type, dims);
        }

        // Finished in the meantime: it is made a part again.
        if (!File.Exists(part) && File.Exists(path))
            DurableFile.Rename(path, part);
        return new NpyFile(OutputFile.Reopen(part, NpyFile.LengthOf(kept, type, dims)), type, dims, kept);
    }

    /// <summary>Files of single images that were written after the last commit are not in the index.</summary>
    private void RemoveSinglesWithoutIndex()
    {
        if (!_columns.Exists(column => column.File is null))
            return;

        var kept = new HashSet<string>();
        foreach (string line in File.ReadLines(IndexPath))
        {
            using JsonDocument entry = JsonDocument.Parse(line);
            kept.Add(entry.RootElement.GetProperty("seq").GetInt64().ToString(CultureInfo.InvariantCulture));
        }

        foreach (Column column in _columns.Where(column => column.File is null && Directory.Exists(column.Path)))
        {
            foreach (string single in Directory.EnumerateFiles(column.Path, "*.npy"))
            {
                if (!kept.Contains(Path.GetFileNameWithoutExtension(single)))
                    OutputFile.Remove(single);
            }
        }
    }

    private static string FileName(string output)
    {
        var name = new StringBuilder(output.Length);
        foreach (char c in output)
            name.Append(char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_');
        return name.ToString().TrimStart('.');
    }

    /// <param name="Output">Index of the output.</param>
    /// <param name="Type">Its type.</param>
    /// <param name="File">The file all rows go to; null where each image gets one of its own.</param>
    /// <param name="Path">The file's final path, or the folder of single files.</param>
    private sealed record Column(int Output, DataType Type, NpyFile? File, string Path);
}
