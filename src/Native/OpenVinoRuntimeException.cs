namespace OpenVinoFlow.Native;

/// <summary>No usable OpenVINO was found. The message lists every place that was tried, why it failed, and the commands that mend it.</summary>
public sealed class OpenVinoRuntimeException : Exception
{
    /// <summary>Makes the exception of a search that found nothing usable.</summary>
    public OpenVinoRuntimeException(string message, RuntimeSearch search)
        : base(message) => Search = search;

    /// <summary>Makes an exception with an empty search.</summary>
    public OpenVinoRuntimeException(string message, Exception? innerException)
        : base(message, innerException) => Search = new RuntimeSearch([]);

    /// <summary>Makes an exception with an empty search.</summary>
    public OpenVinoRuntimeException(string message)
        : this(message, innerException: null)
    {
    }

    /// <summary>Makes an exception with an empty search.</summary>
    public OpenVinoRuntimeException()
        : this("No usable OpenVINO was found.")
    {
    }

    /// <summary>What was tried.</summary>
    public RuntimeSearch Search { get; }
}
