using System.Diagnostics.CodeAnalysis;

namespace OpenVinoFlow.Native;

/// <summary>Result of a native call, with OpenVINO's numbers and names (<c>ov_status_e</c>, formerly <c>InferenceEngine::StatusCode</c>).</summary>
[SuppressMessage("Naming", "CA1707", Justification = "OpenVINO's own names, which programs and documents use.")]
[SuppressMessage("Naming", "CA1712", Justification = "OpenVINO's own names, which programs and documents use.")]
public enum StatusCode
{
    /// <summary>Success.</summary>
    OK = 0,

    /// <summary>A failure with a message: see the exception or <see cref="InferRequest.LastError"/>.</summary>
    GENERAL_ERROR = -1,

    /// <summary>The device or model does not implement this.</summary>
    NOT_IMPLEMENTED = -2,

    /// <summary>The network is not loaded.</summary>
    NETWORK_NOT_LOADED = -3,

    /// <summary>A parameter does not match the model.</summary>
    PARAMETER_MISMATCH = -4,

    /// <summary>Not found.</summary>
    NOT_FOUND = -5,

    /// <summary>An index or size is out of range.</summary>
    OUT_OF_BOUNDS = -6,

    /// <summary>A failure of unknown kind.</summary>
    UNEXPECTED = -7,

    /// <summary>The request is running an inference.</summary>
    REQUEST_BUSY = -8,

    /// <summary>The inference has not finished within the time given.</summary>
    RESULT_NOT_READY = -9,

    /// <summary>Memory is not allocated.</summary>
    NOT_ALLOCATED = -10,

    /// <summary>No inference was ever started on this request.</summary>
    INFER_NOT_STARTED = -11,

    /// <summary>The network is not read.</summary>
    NETWORK_NOT_READ = -12,

    /// <summary>The inference was cancelled.</summary>
    INFER_CANCELLED = -13,

    /// <summary>A parameter was refused by the C interface itself.</summary>
    INVALID_C_PARAM = -14,

    /// <summary>A failure in the C interface.</summary>
    UNKNOWN_C_ERROR = -15,

    /// <summary>Not implemented by the C interface.</summary>
    NOT_IMPLEMENT_C_METHOD = -16,

    /// <summary>An exception that is not OpenVINO's own.</summary>
    UNKNOW_EXCEPTION = -17,
}
