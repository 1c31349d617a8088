using System.Text.Encodings.Web;
using System.Text.Json;
using OpenVinoFlow.Pipeline.Configuration;

namespace OpenVinoFlow.Pipeline.Sinks;

/// <summary>
/// One JSON object a line: <c>id</c>, <c>seq</c>, <c>status</c>, then the highest scores (<c>top</c>) and the milliseconds of each stage
/// (<c>ms</c>), or <c>stage</c>, <c>reason</c> and <c>message</c> of a failure. What the file comes from stands in <c>PATH.meta.json</c>.
/// </summary>
public sealed class JsonlSink(JsonlSinkOptions options) : IResumableSink
{
    private static readonly JsonEncodedText _topKey = JsonEncodedText.Encode("top");
    private static readonly JsonEncodedText _classKey = JsonEncodedText.Encode("class");
    private static readonly JsonEncodedText _labelKey = JsonEncodedText.Encode("label");
    private static readonly JsonEncodedText _scoreKey = JsonEncodedText.Encode("score");

    private ScoreRanking? _ranking;
    private JsonEncodedText[]? _labels;
    private JsonLinesFile? _file;

    /// <inheritdoc/>
    public string Kind => "jsonl";

    /// <inheritdoc/>
    public string Location => options.Path;

    /// <inheritdoc/>
    public string Description => $"jsonl {options.Path}";

    /// <inheritdoc/>
    public bool Exists => File.Exists(options.Path);

    /// <inheritdoc/>
    public ValueTask OpenAsync(SinkContext context, CancellationToken cancellationToken)
    {
        Prepare(context);
        _file = JsonLinesFile.Create(options.Path);
        ProvenanceFile.Write(options.Path + ".meta.json", context.Provenance);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask ReopenAsync(SinkContext context, string mark, CancellationToken cancellationToken)
    {
        Prepare(context);
        _file = JsonLinesFile.Reopen(options.Path, mark);
        ProvenanceFile.Write(options.Path + ".meta.json", context.Provenance);
        return default;
    }

    /// <inheritdoc/>
    public string Mark() => _file!.Mark();

    /// <inheritdoc/>
    public void Sync() => _file!.Sync();

    /// <inheritdoc/>
    public ValueTask WriteAsync(FlowItem item, CancellationToken cancellationToken)
    {
        JsonLinesFile file = _file!;
        Utf8JsonWriter json = file.BeginLine();
        json.WriteStartObject();
        ResultJson.WriteHead(json, item);

        if (item.Failure is { } failure)
        {
            ResultJson.WriteFailure(json, failure);
        }
        else
        {
            if (_ranking is not null)
                WriteTop(json, _ranking, item);
            if (options.Times)
                ResultJson.WriteTimes(json, item.Times);
        }

        json.WriteEndObject();
        file.EndLine();
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

    private void Prepare(SinkContext context)
    {
        _ranking = ScoreRanking.Create(Description, options.TopK, options.Output, options.Labels, context);
        if (_ranking?.Labels is { } labels)
            _labels = [.. labels.Select(label => JsonEncodedText.Encode(label, JavaScriptEncoder.UnsafeRelaxedJsonEscaping))];
    }

    private void WriteTop(Utf8JsonWriter json, ScoreRanking ranking, FlowItem item)
    {
        ranking.Rank(item);
        json.WriteStartArray(_topKey);
        ReadOnlySpan<int> classes = ranking.Classes;
        ReadOnlySpan<float> scores = ranking.Scores;
        for (int i = 0; i < classes.Length; i++)
        {
            json.WriteStartObject();
            json.WriteNumber(_classKey, classes[i]);
            if (_labels is not null)
                json.WriteString(_labelKey, _labels[classes[i]]);

            // JSON has no word for what is not a number.
            if (float.IsFinite(scores[i]))
                json.WriteNumber(_scoreKey, scores[i]);
            else
                json.WriteNull(_scoreKey);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
