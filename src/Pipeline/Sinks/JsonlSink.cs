using System.Text.Json;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.Pipeline.Sinks;

/// <summary>
/// One JSON object a line: <c>id</c>, <c>seq</c>, <c>status</c>, then the highest scores (<c>top</c>) and the milliseconds of each stage
/// (<c>ms</c>), or <c>stage</c>, <c>reason</c> and <c>message</c> of a failure. What the file comes from stands in <c>PATH.meta.json</c>.
/// </summary>
public sealed class JsonlSink : IResultSink
{
    private static readonly JsonEncodedText _topKey = JsonEncodedText.Encode("top");
    private static readonly JsonEncodedText _classKey = JsonEncodedText.Encode("class");
    private static readonly JsonEncodedText _labelKey = JsonEncodedText.Encode("label");
    private static readonly JsonEncodedText _scoreKey = JsonEncodedText.Encode("score");

    private readonly JsonlSinkOptions _options;
    private readonly TopScores? _top;
    private JsonEncodedText[]? _labels;
    private JsonLinesFile? _file;
    private int _output;

    /// <summary>Opens nothing yet.</summary>
    public JsonlSink(JsonlSinkOptions options)
    {
        _options = options;
        _top = options.TopK > 0 ? new TopScores(options.TopK) : null;
    }

    /// <inheritdoc/>
    public string Description => $"jsonl {_options.Path}";

    /// <inheritdoc/>
    public ValueTask OpenAsync(SinkContext context, CancellationToken cancellationToken)
    {
        if (_top is not null)
        {
            long classes = FindScores(context);
            _labels = _options.Labels is { } path ? ReadLabels(path, classes) : null;
        }

        _file = JsonLinesFile.Create(_options.Path);
        ProvenanceFile.Write(_options.Path + ".meta.json", context.Provenance);
        return default;
    }

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
            if (_top is not null)
                WriteTop(json, item.Outputs[_output]);
            if (_options.Times)
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

    private void WriteTop(Utf8JsonWriter json, in OutputTensor output)
    {
        _top!.Rank(output);
        json.WriteStartArray(_topKey);
        ReadOnlySpan<int> classes = _top.Classes;
        ReadOnlySpan<float> scores = _top.Scores;
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

    /// <summary>Finds the output to rank and returns its number of classes.</summary>
    private long FindScores(SinkContext context)
    {
        string names = string.Join(", ", context.Outputs.Select(output => output.Name));
        _output = _options.Output is { } name ? IndexOf(context.Outputs, name) : 0;
        if (_output < 0)
            throw new SinkException($"{Description}: the model has no output {_options.Output}; it has {names}.");

        TensorDescription scores = context.Outputs[_output];
        if (scores.Type is not (DataType.F32 or DataType.F16 or DataType.Bf16 or DataType.F64))
            throw new SinkException($"{Description}: output {scores} does not hold scores; set top_k: 0 or name another output ({names}).");

        IEnumerable<long> perImage = scores.Dims.Skip(scores.Dims.Count > 1 && scores.Dims[0] == context.Batch ? 1 : 0);
        long[] extents = [.. perImage.Where(dim => dim != 1)];
        if (extents.Length > 1 || scores.IsDynamic)
        {
            throw new SinkException(
                $"{Description}: output {scores} is not one score a class; set top_k: 0 (an npy sink writes raw outputs) or name another output ({names}).");
        }

        return extents.Length == 0 ? 1 : extents[0];
    }

    private static int IndexOf(IReadOnlyList<TensorDescription> outputs, string name)
    {
        for (int i = 0; i < outputs.Count; i++)
        {
            if (outputs[i].Name == name)
                return i;
        }

        return -1;
    }

    private JsonEncodedText[] ReadLabels(string path, long classes)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SinkException($"{Description}: the labels {path} cannot be read: {error.Message}", error);
        }

        if (lines.Length != classes)
        {
            throw new SinkException(
                $"{Description}: {path} has {lines.Length} lines, but the output has {classes} classes; one label a line is needed, in the order of the classes.");
        }

        return [.. lines.Select(line => JsonEncodedText.Encode(line.Trim(), System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping))];
    }
}
