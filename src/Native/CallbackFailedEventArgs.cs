namespace OpenVinoFlow.Native;

/// <summary>Tells what a completion callback threw.</summary>
public sealed class CallbackFailedEventArgs(Exception exception) : EventArgs
{
    /// <summary>What it threw.</summary>
    public Exception Exception { get; } = exception;
}
