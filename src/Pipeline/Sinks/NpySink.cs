using System.Globalization;
using System.Text;
using System.Text.Json;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.Pipeline.Sinks;

/// <summary>
/// Raw outputs in NumPy's format: one file an output, <c>OUTPUT.npy</c> of shape [results, …], a row for each image with a result in the order
/// of <c>index.jsonl</c>. An output whose shape differs from image to image gets a folder instead, <c>OUTPUT/SEQ.npy</c>. bf16 is widened to
/// f32, because NumPy has no such type.
/// </summary>
public sealed class NpySink(NpySinkOptions options) : IResultSink
{
    private readonly List<Column> _columns = [];
    private JsonLinesFile? _index;
    private long _rows;

    /// <inheritdoc/>
    public string Description => $"npy {options.Path}";

    /// <inheritdoc/>
    public ValueTask OpenAsync(SinkContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> wanted = options.Outputs.Count > 0 ? options.Outputs : [.. context.Outputs.Select(output => output.Name)];
        foreach (string name in wanted)
        {
            int index = context.Outputs.ToList().FindIndex(output => output.Name == name);
            if (index < 0)
                throw new SinkException($"{Description}: the model has no output {name}; it has {string.Join(", ", context.Outputs.Select(output => output.Name))}.");

            TensorDescription output = context.Outputs[index];
            string safe = FileName(name);
            OutputFile.RefuseLink(Path.Combine(options.Path, safe));
            _columns.Add(output.IsDynamic
                ? new Column(index, output.Type, null, Path.Combine(options.Path, safe))
                : new Column(index, output.Type, new NpyFile(OutputFile.Create(Path.Combine(options.Path, safe + ".npy")), output.Type, RowDims(output, context.Batch)), null));
        }

        _index = JsonLinesFile.Create(Path.Combine(options.Path, "index.jsonl"));
        ProvenanceFile.Write(Path.Combine(options.Path, "meta.json"), context.Provenance);
        return default;
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
                string path = Path.Combine(column.Folder!, item.Sequence.ToString(CultureInfo.InvariantCulture) + ".npy");
                using var single = new NpyFile(OutputFile.Create(path), output.Type, output.Dims(), stacked: false);
                single.Append(output.Bytes);
                single.Complete();
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
        foreach (Column column in _columns)
            column.File?.Complete();
        _index?.Flush();
        return default;
    }

    /// <inheritdoc/>
    public ValueTask CompleteAsync(CancellationToken cancellationToken) => FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        foreach (Column column in _columns)
            column.File?.Dispose();
        _index?.Dispose();
        return default;
    }

    private static long[] RowDims(TensorDescription output, int batch) =>
        output.Dims.Count > 0 && output.Dims[0] == batch ? [.. output.Dims.Skip(1)] : [.. output.Dims];

    private static string FileName(string output)
    {
        var name = new StringBuilder(output.Length);
        foreach (char c in output)
            name.Append(char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_');
        return name.ToString().TrimStart('.');
    }

    private sealed record Column(int Output, DataType Type, NpyFile? File, string? Folder);
}
