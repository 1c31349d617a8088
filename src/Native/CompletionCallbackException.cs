namespace OpenVinoFlow.Native;

/// <summary>A completion callback threw; the inner exception is what it threw. The inference itself is not affected.</summary>
public sealed class CompletionCallbackException : Exception
{
    /// <summary>Wraps what the callback threw.</summary>
    public CompletionCallbackException(Exception? innerException)
        : this("The completion callback of the infer request threw an exception.", innerException)
    {
    }

    /// <summary>Wraps what the callback threw.</summary>
    public CompletionCallbackException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes an exception without a cause.</summary>
    public CompletionCallbackException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception without a cause.</summary>
    public CompletionCallbackException()
        : this(innerException: null)
    {
    }
}
