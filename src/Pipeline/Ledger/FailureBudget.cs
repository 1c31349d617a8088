using OpenVinoFlow.Pipeline.Configuration;

namespace OpenVinoFlow.Pipeline.Ledger;

/// <summary>How many inputs may fail before a run is ended. Not thread-safe: asked by the one who settles.</summary>
public sealed class FailureBudget(ErrorOptions options)
{
    /// <summary>
    /// The reason to stop now, or null. A rate is judged once <see cref="ErrorOptions.MinInputs"/> inputs have been seen, or at the end, when
    /// <paramref name="final"/> is set.
    /// </summary>
    public string? Exceeded(LedgerCounts counts, bool final)
    {
        if (options.MaxFailures is { } most && counts.Failed > most)
            return $"{counts.Failed} inputs failed, errors.max_failures allows {most}";

        long seen = counts.Done + counts.Failed;
        if (options.MaxFailureRate is not { } rate || seen == 0 || (!final && seen < options.MinInputs))
            return null;

        return counts.Failed > rate * seen
            ? FormattableString.Invariant($"{counts.Failed} of {seen} inputs failed ({100.0 * counts.Failed / seen:0.##}%), errors.max_failure_rate allows {100 * rate:0.##}%")
            : null;
    }
}
