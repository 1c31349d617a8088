namespace OpenVinoFlow.Pipeline.Configuration;

/// <summary>Requests, streams, batches (<c>infer:</c>).</summary>
public sealed record InferOptions
{
    /// <summary>Whether inferences are started and completed by callbacks, or run on the thread that asks.</summary>
    public InferModeKind Mode { get; init; } = InferModeKind.Async;

    /// <summary>Number of asynchronous infer requests; null asks the engine.</summary>
    public int? Requests { get; init; }

    /// <summary>Number of parallel execution streams of the device; null asks the engine.</summary>
    public int? Streams { get; init; }

    /// <summary>Threads the engine may use in all; null takes the processors this process may use (affinity and cgroup quota).</summary>
    public int? Threads { get; init; }

    /// <summary>Images in one inference.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>How long an incomplete batch may wait for more images.</summary>
    public TimeSpan BatchTimeout { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// An inference that takes longer is cancelled and its images fail; a request that does not even end then is replaced. Null waits for ever.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Which idle infer request takes the next batch.</summary>
    public SchedulingKind Scheduling { get; init; } = SchedulingKind.FirstIdle;
}

/// <summary>How an inference is started.</summary>
public enum InferModeKind
{
    /// <summary>Asynchronously: started by the dispatcher, completed by a callback.</summary>
    Async,

    /// <summary>Synchronously: the calling thread waits. Can be faster with large batches on few cores.</summary>
    Sync,
}

/// <summary>Which idle infer request takes the next batch.</summary>
public enum SchedulingKind
{
    /// <summary>The one that has been idle longest; never waits while any is idle.</summary>
    FirstIdle,

    /// <summary>Strictly one after another; waits for a slow one.</summary>
    RoundRobin,
}
