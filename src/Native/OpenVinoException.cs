namespace OpenVinoFlow.Native;

/// <summary>OpenVINO refused a call or an inference failed.</summary>
public sealed class OpenVinoException : Exception
{
    /// <summary>Makes the exception of a call that returned <paramref name="status"/>.</summary>
    public OpenVinoException(StatusCode status, string message)
        : base(message) => Status = status;

    /// <summary>Makes the exception of a call that returned <paramref name="status"/>, with its cause.</summary>
    public OpenVinoException(StatusCode status, string message, Exception? innerException)
        : base(message, innerException) => Status = status;

    /// <summary>Makes an exception with <see cref="StatusCode.GENERAL_ERROR"/>.</summary>
    public OpenVinoException(string message, Exception? innerException)
        : this(StatusCode.GENERAL_ERROR, message, innerException)
    {
    }

    /// <summary>Makes an exception with <see cref="StatusCode.GENERAL_ERROR"/>.</summary>
    public OpenVinoException(string message)
        : this(StatusCode.GENERAL_ERROR, message)
    {
    }

    /// <summary>Makes an exception with <see cref="StatusCode.GENERAL_ERROR"/>.</summary>
    public OpenVinoException()
        : this(StatusCode.GENERAL_ERROR, "OpenVINO reported a failure.")
    {
    }

    /// <summary>What the native call returned.</summary>
    public StatusCode Status { get; }
}
