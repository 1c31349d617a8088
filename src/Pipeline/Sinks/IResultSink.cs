namespace OpenVinoFlow.Pipeline.Sinks;

/// <summary>
/// Where results go. Used by one thread at a time: opened once, written once an item (results and failures alike), then completed or, when the
/// run ended early, completed with what was written; disposed last.
/// </summary>
public interface IResultSink : IAsyncDisposable
{
    /// <summary>What it is, for messages: for example <c>jsonl out/results.jsonl</c>.</summary>
    string Description { get; }

    /// <summary>Makes files and checks that they can be written.</summary>
    /// <exception cref="SinkException">They cannot.</exception>
    ValueTask OpenAsync(SinkContext context, CancellationToken cancellationToken);

    /// <summary>
    /// Writes one item. The item and its outputs are valid until the returned task ends. Completes at once where it can: nothing is awaited
    /// then.
    /// </summary>
    ValueTask WriteAsync(FlowItem item, CancellationToken cancellationToken);

    /// <summary>Brings what was written to disk.</summary>
    ValueTask FlushAsync(CancellationToken cancellationToken);

    /// <summary>No more items will come: finishes the files. Called also after a cancelled run.</summary>
    ValueTask CompleteAsync(CancellationToken cancellationToken);
}

/// <summary>A sink cannot be opened or written.</summary>
public sealed class SinkException : Exception
{
    /// <summary>Creates the exception with a message for the person who runs the flow.</summary>
    public SinkException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
