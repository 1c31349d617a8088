using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Resume;
using OpenVinoFlow.Pipeline.Sinks;

namespace OpenVinoFlow.Pipeline.Retry;

/// <summary>
/// One retry of a quarantine file: a run of its own, with outputs and a journal beside those of the first run. At its end its own quarantine file
/// takes the place of the one that was retried.
/// </summary>
internal sealed class RetryRound
{
    private readonly string _quarantine;
    private readonly string _stillFailing;

    private RetryRound(FlowOptions options, string quarantine, int number)
    {
        string infix = FormattableString.Invariant($".retry-{number}");
        _quarantine = quarantine;
        _stillFailing = quarantine + infix;
        Sinks = [.. options.Sinks.Select(sink => new SuccessSink(ConfiguredSinks.Create(ConfiguredSinks.Beside(sink, infix)))), new QuarantineSink(_stillFailing)];
    }

    /// <summary>The round's sinks, not open.</summary>
    public IReadOnlyList<IResumableSink> Sinks { get; }

    private string Journal => RunJournal.PathFor(Sinks[0]);

    /// <summary>The next round, or one that was cut off.</summary>
    /// <exception cref="ResumeException">The run that wrote the file has not come to its end.</exception>
    public static RetryRound Find(FlowOptions options, string quarantine)
    {
        IResumableSink first = options.Sinks.Count > 0 ? ConfiguredSinks.Create(options.Sinks[0]) : new QuarantineSink(quarantine);
        if (RunJournal.IsUnfinished(RunJournal.PathFor(first)))
            throw new ResumeException($"The run that wrote {quarantine} has not come to its end: continue it first, with run --resume.");

        for (int number = 1; ; number++)
        {
            var round = new RetryRound(options, quarantine, number);
            if (!File.Exists(round.Journal) || RunJournal.IsUnfinished(round.Journal))
                return round;

            round.FinishIfCompleted();
        }
    }

    /// <summary>Puts what failed again in the place of the quarantine file, once everything else is done. May be called again.</summary>
    public void FinishIfCompleted()
    {
        if (RunJournal.IsUnfinished(Journal) || !File.Exists(_stillFailing))
            return;

        DurableFile.Rename(_stillFailing, _quarantine);
        OutputFile.Remove(_stillFailing + ".meta.json");
    }
}
