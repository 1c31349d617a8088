using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Ledger;

namespace OpenVinoFlow.Pipeline.Sinks;

/// <summary>
/// An SQLite database. Table <c>results</c> has a row for each input: <c>id</c>, <c>seq</c>, <c>status</c>; the best class (<c>class</c>,
/// <c>label</c>, <c>score</c>) or <c>stage</c>, <c>reason</c>, <c>message</c> and <c>attempts</c> of a failure; <c>width</c> and <c>height</c>
/// of the picture; raw outputs that are asked for, as little-endian bytes in columns <c>output_NAME</c>. Table <c>scores</c> has the best
/// <c>top_k</c> classes, <c>rank</c> from 1. It is called <c>PATH.part</c> until it is finished.
/// </summary>
public sealed class SqliteSink(SqliteSinkOptions options) : IResumableSink
{
    /// <summary>Without commits of a journal, the transaction still must not grow for ever.</summary>
    private const int RowsOfATransaction = 10_000;
    private const int FixedColumns = 13;

    private readonly string _part = options.Path + DurableFile.PartSuffix;
    private readonly List<SqliteCommand> _commands = [];
    private SqliteConnection? _connection;
    private SqliteCommand? _insertResult;
    private SqliteCommand? _insertScore;
    private ScoreRanking? _ranking;
    private int[] _outputs = [];
    private long _rows;
    private long _committed;

    /// <inheritdoc/>
    public string Kind => "sqlite";

    /// <inheritdoc/>
    public string Location => options.Path;

    /// <inheritdoc/>
    public string Description => $"sqlite {options.Path}";

    /// <inheritdoc/>
    public bool Exists => File.Exists(options.Path) || File.Exists(_part);

    /// <inheritdoc/>
    public ValueTask OpenAsync(SinkContext context, CancellationToken cancellationToken)
    {
        Prepare(context);
        OutputFile.Remove(options.Path, _part, _part + "-wal", _part + "-shm", _part + "-journal");
        OutputFile.Create(_part).Dispose();
        Connect();
        Execute(Schema(context));
        NoteProvenance(context.Provenance);
        Begin(context);
        DurableFile.SyncFolderOf(_part);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask ReopenAsync(SinkContext context, string mark, CancellationToken cancellationToken)
    {
        Prepare(context);

        // Finished in the meantime: it is made a part again.
        if (!File.Exists(_part) && File.Exists(options.Path))
            DurableFile.Rename(options.Path, _part);
        if (!File.Exists(_part))
            throw new SinkException($"{_part}, which the run has written to, is not there any more. Use --restart to start over.");

        Connect();
        _rows = long.Parse(mark, CultureInfo.InvariantCulture);
        try
        {
            TakeBack();
            NoteProvenance(context.Provenance);
            Begin(context);
        }
        catch (SqliteException error)
        {
            throw new SinkException($"{_part}, which the run has written to, cannot be continued: {error.Message}", error);
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(FlowItem item, CancellationToken cancellationToken)
    {
        _rows++;
        ReadOnlySpan<int> classes = default;
        ReadOnlySpan<float> scores = default;
        if (item.Ok && _ranking is not null)
        {
            _ranking.Rank(item);
            classes = _ranking.Classes;
            scores = _ranking.Scores;
        }

        Failure? failure = item.Failure;
        SqliteParameterCollection row = _insertResult!.Parameters;
        row[0].Value = _rows;
        row[1].Value = item.Sequence;
        row[2].Value = item.Id;
        row[3].Value = failure is null ? "ok" : "failed";
        row[4].Value = classes.Length > 0 ? classes[0] : DBNull.Value;
        row[5].Value = classes.Length > 0 ? LabelOf(classes[0]) : DBNull.Value;
        row[6].Value = classes.Length > 0 ? ScoreOf(scores[0]) : DBNull.Value;
        row[7].Value = failure is null ? DBNull.Value : failure.StageText;
        row[8].Value = failure is null ? DBNull.Value : failure.Reason;
        row[9].Value = failure is null ? DBNull.Value : failure.Message;
        row[10].Value = failure is null ? DBNull.Value : failure.Attempts;
        row[11].Value = item.SourceWidth > 0 ? item.SourceWidth : DBNull.Value;
        row[12].Value = item.SourceHeight > 0 ? item.SourceHeight : DBNull.Value;
        for (int i = 0; i < _outputs.Length; i++)
            row[FixedColumns + i].Value = item.Ok ? item.Outputs[_outputs[i]].Bytes.ToArray() : DBNull.Value;
        _insertResult.ExecuteNonQuery();

        SqliteParameterCollection place = _insertScore!.Parameters;
        for (int i = 0; i < classes.Length; i++)
        {
            place[0].Value = _rows;
            place[1].Value = i + 1;
            place[2].Value = classes[i];
            place[3].Value = LabelOf(classes[i]);
            place[4].Value = ScoreOf(scores[i]);
            _insertScore.ExecuteNonQuery();
        }

        if (_rows - _committed >= RowsOfATransaction)
            Mark();
        return default;
    }

    /// <inheritdoc/>
    public string Mark()
    {
        Execute("COMMIT; BEGIN");
        _committed = _rows;
        return _rows.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// A transaction is in the write-ahead log once it is committed; what a checkpoint has moved from there into the database was brought to
    /// disk by SQLite.
    /// </summary>
    public void Sync()
    {
        // By path, and never the database itself: closing a second descriptor of that would drop SQLite's locks on it.
        if (File.Exists(_part + "-wal"))
            DurableFile.Sync(_part + "-wal");
    }

    /// <inheritdoc/>
    public ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        Mark();
        Sync();
        return default;
    }

    /// <inheritdoc/>
    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        Execute("COMMIT");
        Execute("CREATE INDEX IF NOT EXISTS results_id ON results (id)");
        Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        Execute("PRAGMA journal_mode = DELETE");
        await DisposeAsync().ConfigureAwait(false);
        DurableFile.Sync(_part);
        DurableFile.Rename(_part, options.Path);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (SqliteCommand command in _commands)
            await command.DisposeAsync().ConfigureAwait(false);
        _commands.Clear();
        if (_connection is not null)
            await _connection.DisposeAsync().ConfigureAwait(false);
        _connection = null;
    }

    /// <summary>Deletes rows that were written after the last commit.</summary>
    private void TakeBack()
    {
        Execute(string.Create(CultureInfo.InvariantCulture, $"BEGIN; DELETE FROM scores WHERE row > {_rows}; DELETE FROM results WHERE row > {_rows}; COMMIT"));

        using SqliteCommand count = _connection!.CreateCommand();
        count.CommandText = "SELECT COUNT(*) FROM results";
        long found = (long)count.ExecuteScalar()!;
        if (found != _rows)
            throw new SinkException($"{_part} has {found} results, but had {_rows} when the run was cut off: it was changed since. Use --restart to start over.");
    }

    private void Prepare(SinkContext context)
    {
        _ranking = ScoreRanking.Create(Description, options.TopK, options.Output, options.Labels, context);
        _outputs = SelectedOutputs.Find(Description, options.Outputs, context);
    }

    private void Connect()
    {
        try
        {
            // Pooled connections would keep the file open after its name has changed.
            _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _part, Pooling = false }.ToString());
            _connection.Open();
            Execute("PRAGMA journal_mode = WAL");
            Execute("PRAGMA synchronous = NORMAL");
        }
        catch (SqliteException error)
        {
            throw new SinkException($"{_part} cannot be written: {error.Message}", error);
        }
    }

    private void Begin(SinkContext context)
    {
        string columns = "row, seq, id, status, class, label, score, stage, reason, message, attempts, width, height"
            + string.Concat(_outputs.Select(index => $", {Quote(context.Outputs[index].Name)}"));
        _insertResult = Insert($"results ({columns})", FixedColumns + _outputs.Length);
        _insertScore = Insert("scores (row, rank, class, label, score)", 5);
        _committed = _rows;
        Execute("BEGIN");
    }

    private SqliteCommand Insert(string into, int values)
    {
        SqliteCommand command = _connection!.CreateCommand();
        command.CommandText = $"INSERT INTO {into} VALUES ({string.Join(", ", Enumerable.Range(0, values).Select(i => $"@p{i}"))})";
        for (int i = 0; i < values; i++)
            command.Parameters.Add(new SqliteParameter($"@p{i}", DBNull.Value));
        command.Prepare();
        _commands.Add(command);
        return command;
    }

    private string Schema(SinkContext context)
    {
        var schema = new StringBuilder(
            """
            CREATE TABLE results (
                row INTEGER PRIMARY KEY, seq INTEGER NOT NULL, id TEXT NOT NULL, status TEXT NOT NULL, class INTEGER, label TEXT, score REAL,
                stage TEXT, reason TEXT, message TEXT, attempts INTEGER, width INTEGER, height INTEGER
            """);
        foreach (int index in _outputs)
            schema.Append(CultureInfo.InvariantCulture, $", {Quote(context.Outputs[index].Name)} BLOB");
        return schema.Append(
            """
            );
            CREATE TABLE scores (
                row INTEGER NOT NULL REFERENCES results (row), rank INTEGER NOT NULL, class INTEGER NOT NULL, label TEXT, score REAL,
                PRIMARY KEY (row, rank)) WITHOUT ROWID;
            CREATE TABLE provenance (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
            """).ToString();
    }

    private void NoteProvenance(Provenance provenance)
    {
        using SqliteCommand command = _connection!.CreateCommand();
        command.CommandText = "INSERT OR REPLACE INTO provenance VALUES ($name, $value)";
        SqliteParameter name = command.Parameters.Add(new SqliteParameter("$name", ""));
        SqliteParameter value = command.Parameters.Add(new SqliteParameter("$value", ""));
        foreach ((string key, string text) in provenance.Facts)
        {
            name.Value = key;
            value.Value = text;
            command.ExecuteNonQuery();
        }
    }

    private void Execute(string sql)
    {
        using SqliteCommand command = _connection!.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private object LabelOf(int number) => _ranking!.Labels is { } labels ? labels[number] : DBNull.Value;

    private static object ScoreOf(float score) => float.IsFinite(score) ? (double)score : DBNull.Value;

    /// <summary>An output may be called as a column is already.</summary>
    private static string Quote(string output) => $"\"output_{output.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
