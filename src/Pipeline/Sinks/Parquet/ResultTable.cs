using System.Runtime.InteropServices;
using Parquet;
using Parquet.Schema;

namespace OpenVinoFlow.Pipeline.Sinks.Parquet;

/// <summary>The columns of a result file, filled with the rows of one row group at a time.</summary>
internal sealed class ResultTable
{
    private readonly DataField _sequenceField = new DataField<long>("seq", nullable: false);
    private readonly DataField _idField = new("id", typeof(string), isNullable: false);
    private readonly DataField _statusField = new("status", typeof(string), isNullable: false);
    private readonly DataField _classField = new DataField<int>("class", nullable: true);
    private readonly DataField _labelField = new("label", typeof(string), isNullable: true);
    private readonly DataField _scoreField = new DataField<float>("score", nullable: true);
    private readonly DataField _stageField = new("stage", typeof(string), isNullable: true);
    private readonly DataField _reasonField = new("reason", typeof(string), isNullable: true);
    private readonly DataField _messageField = new("message", typeof(string), isNullable: true);
    private readonly DataField _attemptsField = new DataField<int>("attempts", nullable: true);
    private readonly DataField _widthField = new DataField<int>("width", nullable: true);
    private readonly DataField _heightField = new DataField<int>("height", nullable: true);

    private readonly List<long> _sequences = [];
    private readonly List<string> _ids = [];
    private readonly List<string> _statuses = [];
    private readonly List<int?> _classes = [];
    private readonly List<string?> _labels = [];
    private readonly List<float?> _scores = [];
    private readonly List<string?> _stages = [];
    private readonly List<string?> _reasons = [];
    private readonly List<string?> _messages = [];
    private readonly List<int?> _attempts = [];
    private readonly List<int?> _widths = [];
    private readonly List<int?> _heights = [];

    private readonly ListColumn<int> _topClasses = new("top_class", new DataField<int>("element", nullable: false));
    private readonly ListColumn<ReadOnlyMemory<char>> _topLabels = new("top_label", new DataField("element", typeof(string), isNullable: false));
    private readonly ListColumn<float> _topScores = new("top_score", new DataField<float>("element", nullable: false));
    private readonly IReadOnlyList<string>? _names;
    private readonly IReadOnlyList<OutputColumn> _outputs;
    private readonly List<ListColumn> _lists = [];

    /// <param name="ranking">What is ranked; null without scores.</param>
    /// <param name="outputs">Raw outputs.</param>
    public ResultTable(ScoreRanking? ranking, IReadOnlyList<OutputColumn> outputs)
    {
        _names = ranking?.Labels;
        _outputs = outputs;
        if (ranking is not null)
            _lists.AddRange(_names is null ? [_topClasses, _topScores] : [_topClasses, _topLabels, _topScores]);
        _lists.AddRange(outputs.Select(output => output.Column));

        Schema = new ParquetSchema(
        [
            _sequenceField, _idField, _statusField, _classField, _labelField, _scoreField, _stageField, _reasonField, _messageField, _attemptsField,
            _widthField, _heightField, .. _lists.Select(list => list.Field),
        ]);
    }

    public ParquetSchema Schema { get; }

    /// <summary>Writes rows as one row group.</summary>
    public async Task WriteGroupAsync(ParquetWriter writer, ReadOnlyMemory<byte> rows, CancellationToken cancellationToken)
    {
        AddRows(rows.Span);

        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        await WriteAsync(group, _sequenceField, _sequences, cancellationToken).ConfigureAwait(false);
        await WriteAsync(group, _idField, _ids).ConfigureAwait(false);
        await WriteAsync(group, _statusField, _statuses).ConfigureAwait(false);
        await WriteAsync(group, _classField, _classes, cancellationToken).ConfigureAwait(false);
        await WriteAsync(group, _labelField, _labels!).ConfigureAwait(false);
        await WriteAsync(group, _scoreField, _scores, cancellationToken).ConfigureAwait(false);
        await WriteAsync(group, _stageField, _stages!).ConfigureAwait(false);
        await WriteAsync(group, _reasonField, _reasons!).ConfigureAwait(false);
        await WriteAsync(group, _messageField, _messages!).ConfigureAwait(false);
        await WriteAsync(group, _attemptsField, _attempts, cancellationToken).ConfigureAwait(false);
        await WriteAsync(group, _widthField, _widths, cancellationToken).ConfigureAwait(false);
        await WriteAsync(group, _heightField, _heights, cancellationToken).ConfigureAwait(false);
        foreach (ListColumn list in _lists)
            await list.WriteAsync(group, cancellationToken).ConfigureAwait(false);
        group.CompleteValidate();
    }

    private static async Task WriteAsync<T>(ParquetRowGroupWriter group, DataField field, List<T> values, CancellationToken cancellationToken)
        where T : struct
    {
        await group.WriteAsync<T>(field, values.ToArray(), cancellationToken: cancellationToken).ConfigureAwait(false);
        values.Clear();
    }

    private static async Task WriteAsync<T>(ParquetRowGroupWriter group, DataField field, List<T?> values, CancellationToken cancellationToken)
        where T : struct
    {
        await group.WriteAsync<T>(field, values.ToArray(), cancellationToken: cancellationToken).ConfigureAwait(false);
        values.Clear();
    }

    private static async Task WriteAsync(ParquetRowGroupWriter group, DataField field, List<string> values)
    {
        await group.WriteAsync(field, values).ConfigureAwait(false);
        values.Clear();
    }

    private void AddRows(ReadOnlySpan<byte> rows)
    {
        while (!rows.IsEmpty)
        {
            ReadOnlySpan<byte> row = TableRow.Next(ref rows);
            _sequences.Add(TableRow.ReadLong(ref row));
            _widths.Add(TableRow.ReadInt(ref row) is > 0 and int width ? width : null);
            _heights.Add(TableRow.ReadInt(ref row) is > 0 and int height ? height : null);
            _ids.Add(TableRow.ReadText(ref row));

            int attempts = TableRow.ReadInt(ref row);
            _statuses.Add(attempts == 0 ? "ok" : "failed");
            _attempts.Add(attempts == 0 ? null : attempts);
            if (attempts == 0)
                AddResult(row);
            else
                AddFailure(row);
        }
    }

    private void AddFailure(ReadOnlySpan<byte> row)
    {
        _stages.Add(TableRow.ReadText(ref row));
        _reasons.Add(TableRow.ReadText(ref row));
        _messages.Add(TableRow.ReadText(ref row));
        _classes.Add(null);
        _labels.Add(null);
        _scores.Add(null);
        foreach (ListColumn list in _lists)
            list.AddNothing();
    }

    private void AddResult(ReadOnlySpan<byte> row)
    {
        _stages.Add(null);
        _reasons.Add(null);
        _messages.Add(null);

        ReadOnlySpan<int> classes = MemoryMarshal.Cast<byte, int>(TableRow.ReadBytes(ref row));
        ReadOnlySpan<float> scores = MemoryMarshal.Cast<byte, float>(TableRow.ReadBytes(ref row));
        _classes.Add(classes.IsEmpty ? null : classes[0]);
        _labels.Add(classes.IsEmpty ? null : _names?[classes[0]]);
        _scores.Add(scores.IsEmpty ? null : scores[0]);
        _topClasses.Add(classes);
        _topScores.Add(scores);
        if (_names is not null)
        {
            var labels = new ReadOnlyMemory<char>[classes.Length];
            for (int i = 0; i < labels.Length; i++)
                labels[i] = _names[classes[i]].AsMemory();
            _topLabels.Add(labels);
        }

        foreach (OutputColumn output in _outputs)
            output.Add(TableRow.ReadBytes(ref row).ToArray());
    }
}
