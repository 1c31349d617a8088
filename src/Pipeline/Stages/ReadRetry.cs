using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Ledger;
using Polly;
using Polly.Retry;

namespace OpenVinoFlow.Pipeline.Stages;

/// <summary>
/// Reads a file again that failed with a transient error, after pauses that double. Comes into play with the first failure only: a read that
/// succeeds at once never meets it. Thread-safe.
/// </summary>
internal sealed class ReadRetry
{
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(30);

    private readonly ResiliencePipeline<Failure?>? _pipeline;

    /// <param name="options">How often and after which pause.</param>
    /// <param name="time">Whose clock the pauses use.</param>
    public ReadRetry(ErrorOptions options, TimeProvider? time = null)
    {
        if (options.ReadRetries == 0)
            return;

        _pipeline = new ResiliencePipelineBuilder<Failure?> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<Failure?>
            {
                MaxRetryAttempts = options.ReadRetries,
                Delay = options.ReadBackoff,
                MaxDelay = _longestPause,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = options.ReadBackoff > TimeSpan.Zero,
                ShouldHandle = static outcome => ValueTask.FromResult(outcome.Outcome.Result is { IsTransient: true }),
            })
            .Build();
    }

    /// <summary>Reads again until it succeeds, fails for good, or has been tried often enough.</summary>
    /// <param name="first">How the first attempt failed.</param>
    /// <param name="read">Reads once more; null where that succeeded.</param>
    /// <param name="stopped">Ends the waiting.</param>
    /// <returns>The last failure with the number of attempts, or null.</returns>
    /// <exception cref="OperationCanceledException">The waiting was ended before the last attempt.</exception>
    public Failure? Continue(Failure first, Func<Failure?> read, CancellationToken stopped)
    {
        if (_pipeline is null || !first.IsTransient)
            return first;

        return _pipeline.Execute(static (attempts, _) => attempts.Next(), new Attempts(first, read), stopped);
    }

    /// <summary>The first attempt has been made already; it is handed to the pipeline, so that a pause follows it too.</summary>
    private sealed class Attempts(Failure first, Func<Failure?> read)
    {
        private int _count;

        public Failure? Next()
        {
            if (++_count == 1)
                return first;
            return read() is { } failure ? failure with { Attempts = _count } : null;
        }
    }
}
