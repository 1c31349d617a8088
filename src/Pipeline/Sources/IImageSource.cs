namespace OpenVinoFlow.Pipeline.Sources;

/// <summary>Where inputs come from. Enumerated once a run, by one thread at a time.</summary>
public interface IImageSource
{
    /// <summary>What it is, for messages: for example <c>folder photos</c>.</summary>
    string Description { get; }

    /// <summary>Called before anything is compiled or opened: tells at once when there is nothing to read.</summary>
    /// <exception cref="SourceException">The source does not exist, cannot be read, or is empty.</exception>
    void Check();

    /// <summary>The inputs in a stable order. What cannot be given is given as refused, never left out in silence.</summary>
    /// <exception cref="SourceException">The source as a whole cannot be read any more.</exception>
    IAsyncEnumerable<ImageItem> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Whether the next input may be as long in coming as it likes, as from a camera; then waiting for it is no stall.</summary>
    bool MayWait => false;

    /// <summary>How many inputs there are, where that can be told; may take a while. Null where it cannot.</summary>
    long? Count(CancellationToken cancellationToken);
}

/// <summary>A source as a whole cannot be read.</summary>
public sealed class SourceException : Exception
{
    /// <summary>Creates the exception with a message for the person who runs the flow.</summary>
    public SourceException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
