namespace OpenVinoFlow.Pipeline.Resume;

/// <summary>A run cannot be continued, or not be started over what an unfinished one has left. Nothing was changed on disk.</summary>
public sealed class ResumeException : Exception
{
    /// <summary>Creates the exception with a message for the person who runs the flow.</summary>
    public ResumeException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
