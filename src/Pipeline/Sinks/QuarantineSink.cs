using System.Text.Json;

namespace OpenVinoFlow.Pipeline.Sinks;

/// <summary>One JSON line for each input that failed, with stage, reason and message: what to look at, mend and run again.</summary>
public sealed class QuarantineSink(string path) : IResumableSink
{
    private JsonLinesFile? _file;

    /// <inheritdoc/>
    public string Kind => "quarantine";

    /// <inheritdoc/>
    public string Location => path;

    /// <inheritdoc/>
    public string Description => $"quarantine {path}";

    /// <inheritdoc/>
    public bool Exists => File.Exists(path);

    /// <inheritdoc/>
    public ValueTask OpenAsync(SinkContext context, CancellationToken cancellationToken)
    {
        _file = JsonLinesFile.Create(path);
        ProvenanceFile.Write(path + ".meta.json", context.Provenance);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask ReopenAsync(SinkContext context, string mark, CancellationToken cancellationToken)
    {
        // What was taken out of it since, by hand or by a retry, stays out.
        _file = JsonLinesFile.Reopen(path, mark, orShorter: true);
        ProvenanceFile.Write(path + ".meta.json", context.Provenance);
        return default;
    }

    /// <inheritdoc/>
    public string Mark() => _file!.Mark();

    /// <inheritdoc/>
    public void Sync() => _file!.Sync();

    /// <inheritdoc/>
    public ValueTask WriteAsync(FlowItem item, CancellationToken cancellationToken)
    {
        if (item.Failure is not { } failure)
            return default;

        Utf8JsonWriter json = _file!.BeginLine();
        json.WriteStartObject();
        ResultJson.WriteHead(json, item);
        ResultJson.WriteFailure(json, failure);
        if (failure.ExceptionType is { } type)
            json.WriteString("exception", type);
        json.WriteNumber("attempts", failure.Attempts);
        if (item.Source.Path is { } file)
            json.WriteString("path", file);
        json.WriteEndObject();
        _file.EndLine();
        return default;
    }

    /// <inheritdoc/>
    public ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        _file?.Flush();
        return default;
    }

    /// <inheritdoc/>
    public ValueTask CompleteAsync(CancellationToken cancellationToken) => FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _file?.Dispose();
        return default;
    }
}
