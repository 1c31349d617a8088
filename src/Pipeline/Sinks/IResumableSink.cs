namespace OpenVinoFlow.Pipeline.Sinks;

/// <summary>
/// A sink whose output can be brought back to a point it had reached, so that a run that was cut off can be continued without a result missing
/// or there twice.
/// </summary>
/// <remarks>
/// Opened by <see cref="IResultSink.OpenAsync"/> or by <see cref="ReopenAsync"/>. When it is disposed without having been completed, it leaves
/// its files as they are, for a run that continues.
/// </remarks>
public interface IResumableSink : IResultSink
{
    /// <summary>Its kind as in the configuration: <c>jsonl</c>, <c>npy</c> …</summary>
    string Kind { get; }

    /// <summary>Absolute path of its file or folder.</summary>
    string Location { get; }

    /// <summary>Whether results of an earlier run are there, finished or not.</summary>
    bool Exists { get; }

    /// <summary>Opens what an earlier run has left, and takes back what it holds beyond a mark.</summary>
    /// <param name="context">As for <see cref="IResultSink.OpenAsync"/>.</param>
    /// <param name="mark">What <see cref="Mark"/> returned then.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="SinkException">The output is not there any more, or holds less than it did then.</exception>
    ValueTask ReopenAsync(SinkContext context, string mark, CancellationToken cancellationToken);

    /// <summary>Hands everything written so far to the operating system, and returns the point reached. Called between writes.</summary>
    string Mark();

    /// <summary>Brings to disk what the last <see cref="Mark"/> covers. May be called while the sink is written to.</summary>
    void Sync();
}
