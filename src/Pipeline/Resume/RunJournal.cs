using System.Text.Json;
using OpenVinoFlow.Pipeline.Sinks;
using OpenVinoFlow.Pipeline.Sources;

namespace OpenVinoFlow.Pipeline.Resume;

/// <summary>
/// Says how far a run has come, so that another can continue it: which inputs are committed and how far each sink was then. Commits are made
/// in groups: what the sinks have is handed to the system, brought to disk in the background while they go on writing, and then named by one
/// record of the journal. The journal is the truth: what sinks have beyond its last record is taken back.
/// </summary>
/// <remarks><see cref="Add"/> and the commits are for the one who writes to the sinks. Disposed when no commit is on its way.</remarks>
internal sealed class RunJournal : IDisposable
{
    private readonly JournalFile _file;
    private readonly IReadOnlyList<IResumableSink> _sinks;
    private readonly JournalHeader _header;
    private readonly bool _force;
    private CommitRecord _pending = new();
    private CommitRecord _spare = new();
    private Task _commit = Task.CompletedTask;
    private long _committed;

    private RunJournal(JournalFile file, IReadOnlyList<IResumableSink> sinks, JournalHeader header, CommittedItems done, bool force)
    {
        Done = done;
        _file = file;
        _sinks = sinks;
        _header = header;
        _force = force;
    }

    /// <summary>How far each sink was at the last commit; null where the run starts from nothing.</summary>
    public IReadOnlyList<string>? Marks { get; private set; }

    /// <summary>Whether the run that is continued had come to its end.</summary>
    public bool WasCompleted { get; private set; }

    /// <summary>The inputs that earlier runs have committed.</summary>
    public CommittedItems Done { get; }

    /// <summary>How many inputs are committed by now, by this run and those it continues.</summary>
    public long Committed => Done.Count + Interlocked.Read(ref _committed);

    /// <summary>The journal of a run whose first sink is <paramref name="sink"/>.</summary>
    public static string PathFor(IResumableSink sink) => Path.TrimEndingDirectorySeparator(sink.Location) + ".journal";

    /// <summary>Whether a run with this journal was started and has not come to its end.</summary>
    /// <exception cref="ResumeException">The journal cannot be read.</exception>
    public static bool IsUnfinished(string path)
    {
        using JournalFile? file = JournalFile.OpenExisting(path);
        return file is not null && Read(file, new CommittedItems()) is { Completed: false };
    }

    /// <summary>Opens the journal beside the first sink, or makes it, as <paramref name="start"/> says.</summary>
    /// <param name="provenance">What the run is of.</param>
    /// <param name="sinks">Every sink of the run, in order; not open yet.</param>
    /// <param name="start">What to do with what is there.</param>
    /// <param name="force">Whether a run is continued though something has changed.</param>
    /// <exception cref="ResumeException">It says no.</exception>
    /// <exception cref="SinkException">The journal cannot be written.</exception>
    public static RunJournal Open(Provenance provenance, IReadOnlyList<IResumableSink> sinks, RunStart start, bool force)
    {
        string path = PathFor(sinks[0]);
        JournalHeader header = JournalHeader.For(provenance, sinks, path);

        JournalFile? existing = JournalFile.OpenExisting(path);
        try
        {
            var done = new CommittedItems();
            JournalContent? content = existing is null ? null : Read(existing, done);
            switch (start)
            {
                case RunStart.New when content is { Completed: false, Marks: not null }:
                    throw new ResumeException(
                        $"{sinks[0].Location} holds {done.Count} results of a run that was started {content.Header.StartedAt:yyyy-MM-dd HH:mm} and has not come to its end. "
                        + "Use --resume to continue it, or --restart to throw them away.");

                case RunStart.Resume when content is null && sinks.FirstOrDefault(sink => sink.Exists) is { } left:
                    throw new ResumeException(
                        $"{left.Location} exists, but there is no journal {path} that says which inputs it holds. Use --restart to replace it.");

                case RunStart.Resume when content is { Marks: { } marks }:
                    CheckChanges(path, content.Header, header, force);
                    return new RunJournal(existing!, sinks, header with { ById = content.Header.ById }, done, force)
                    {
                        Marks = marks,
                        WasCompleted = content.Completed,
                    };
            }

            existing?.Dispose();
            return new RunJournal(JournalFile.Create(path, ToJson(header)), sinks, header, new CommittedItems(), force);
        }
        catch (SinkException error)
        {
            throw new SinkException($"{sinks[0].Location} cannot be written: {error.Message}", error.InnerException);
        }
        catch
        {
            existing?.Dispose();
            throw;
        }
    }

    /// <summary>What is left to be done of a source; null where that is all of it.</summary>
    public ResumedSource? WhatIsLeftOf(IImageSource source) => Done.Count > 0 ? new(source, Done, _header.ById, _force) : null;

    /// <summary>
    /// Call when every sink is open at its mark, before the first input: notes where they stand now, since continuing may change what a sink calls
    /// its mark.
    /// </summary>
    public void Begin(bool byId)
    {
        if (Marks is null)
            return;

        _file.Append(JournalRecordKind.Header, ToJson(_header with { ById = byId }));
        Snapshot();
        Write();
    }

    /// <summary>Notes an input that every sink has. Does not allocate in the long run.</summary>
    public void Add(FlowItem item) => _pending.Add(item.Sequence, ItemIdentity.HashOf(item.Id), item.Stamp);

    /// <summary>Starts a commit of what was noted, unless one is on its way or there is nothing to commit.</summary>
    /// <param name="failed">Told when it cannot be brought to disk; not called on the caller's thread.</param>
    /// <exception cref="SinkException">A sink cannot hand over what it has.</exception>
    public void CommitInBackground(Action<Exception> failed)
    {
        if (_pending.Count == 0 || !_commit.IsCompleted || _commit.IsFaulted)
            return;

        Snapshot();
        _commit = Task.Run(() =>
        {
            try
            {
                Write();
            }
            catch (Exception error)
            {
                failed(error);
                throw;
            }
        });
    }

    /// <summary>Commits everything. Call when no sink is written to any more.</summary>
    /// <exception cref="SinkException">It cannot be brought to disk.</exception>
    public async Task CommitAsync()
    {
        await _commit.ConfigureAwait(false);
        if (_pending.Count > 0 || Marks is null)
        {
            Snapshot();
            await Task.Run(Write).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for a commit that is on its way, however it ends; false when it does not end in time.</summary>
    public async Task<bool> SettleAsync(TimeSpan timeout) =>
        await Task.WhenAny(_commit, Task.Delay(timeout)).ConfigureAwait(false) == _commit;

    /// <summary>Notes that the source was read to its end and every sink has finished its files.</summary>
    public void Complete() => _file.Append(JournalRecordKind.Completed, []);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static byte[] ToJson(JournalHeader header) => JsonSerializer.SerializeToUtf8Bytes(header, JournalJson.Default.JournalHeader);

    private static JournalContent? Read(JournalFile file, CommittedItems done)
    {
        JournalContent? content = null;
        foreach ((JournalRecordKind kind, byte[] payload) in file.ReadToEnd())
        {
            content = kind switch
            {
                JournalRecordKind.Header => new JournalContent(
                    JsonSerializer.Deserialize(payload, JournalJson.Default.JournalHeader)!, content?.Marks, content?.Completed ?? false),
                JournalRecordKind.Commit when content is not null => content with { Marks = CommitRecord.Read(payload, done), Completed = false },
                JournalRecordKind.Completed when content is not null => content with { Completed = true },
                _ => content,
            };
        }

        return content;
    }

    private static void CheckChanges(string path, JournalHeader then, JournalHeader now, bool force)
    {
        if (!then.Sinks.SequenceEqual(now.Sinks))
        {
            throw new ResumeException(
                $"{path}: the run cannot be continued, because it wrote to {string.Join(", ", then.Sinks)}, and is now to write to {string.Join(", ", now.Sinks)}. "
                + "Use the same sinks in the same order, or --restart to start over.");
        }

        string[] changes = [.. then.ChangesUntil(now)];
        if (changes.Length > 0 && !force)
        {
            throw new ResumeException(
                $"{path}: the run cannot be continued as it was: {string.Join("; ", changes)}. "
                + "Results of before and after would be mixed: use --force to accept that, or --restart to start over.");
        }
    }

    private void Snapshot()
    {
        string[] marks = [.. _sinks.Select(MarkOf)];
        (_pending, _spare) = (_spare, _pending);
        _pending.Clear();
        Marks = _spare.Marks = marks;
    }

    private void Write()
    {
        foreach (IResumableSink sink in _sinks)
        {
            try
            {
                sink.Sync();
            }
            catch (Exception error)
            {
                throw new SinkException($"{sink.Description}: {error.Message}", error);
            }
        }

        try
        {
            _file.Append(JournalRecordKind.Commit, _spare.ToHead(), _spare.Items);
            Interlocked.Add(ref _committed, _spare.Count);
        }
        catch (IOException error)
        {
            throw new SinkException($"journal {PathFor(_sinks[0])}: {error.Message}", error);
        }
    }

    private static string MarkOf(IResumableSink sink)
    {
        try
        {
            return sink.Mark();
        }
        catch (Exception error)
        {
            throw new SinkException($"{sink.Description}: {error.Message}", error);
        }
    }

    private sealed record JournalContent(JournalHeader Header, IReadOnlyList<string>? Marks, bool Completed);
}
