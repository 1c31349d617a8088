namespace OpenVinoFlow.Pipeline.Engines;

/// <summary>A model or an engine cannot be used: the message says which, why, and what to do.</summary>
public sealed class InferenceException : Exception
{
    /// <summary>Creates the exception with a message for the person who runs the flow.</summary>
    public InferenceException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message for the person who runs the flow, and its cause.</summary>
    public InferenceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
