namespace OpenVinoFlow.Pipeline.Ledger;

/// <summary>Where on its way an input failed.</summary>
public enum FailureStage
{
    /// <summary>Getting the encoded bytes.</summary>
    Read,

    /// <summary>Encoded bytes to pixels.</summary>
    Decode,

    /// <summary>Pixels to the network's input.</summary>
    Preprocess,

    /// <summary>The network itself.</summary>
    Infer,

    /// <summary>Outputs to results.</summary>
    Postprocess,

    /// <summary>Writing the result.</summary>
    Sink,
}

/// <summary>Why one input has no result. Data, not control flow: it travels with the input to the sinks.</summary>
/// <param name="Stage">Where it failed.</param>
/// <param name="Reason">One of <see cref="Reasons"/>.</param>
/// <param name="Message">For a person: what was found and what was expected.</param>
/// <param name="ExceptionType">Name of the exception's type where there was one.</param>
/// <param name="Attempts">How often it was tried.</param>
public sealed record Failure(FailureStage Stage, string Reason, string Message, string? ExceptionType = null, int Attempts = 1)
{
    /// <summary>Whether another attempt may succeed; see <see cref="TransientErrors"/>.</summary>
    internal bool IsTransient { get; init; }

    /// <summary>The stage as it is written in results: lower case.</summary>
    public string StageText => Stage switch
    {
        FailureStage.Read => "read",
        FailureStage.Decode => "decode",
        FailureStage.Preprocess => "preprocess",
        FailureStage.Infer => "infer",
        FailureStage.Postprocess => "postprocess",
        _ => "sink",
    };
}

/// <summary>
/// The closed list of reasons beyond those of decoding, which are <see cref="Preprocess.FailureReason"/> in snake case
/// (<c>truncated</c>, <c>unknown_format</c> …).
/// </summary>
public static class Reasons
{
    /// <summary>The file is not there.</summary>
    public const string NotFound = "not_found";

    /// <summary>The file may not be read.</summary>
    public const string AccessDenied = "access_denied";

    /// <summary>Reading or writing failed otherwise.</summary>
    public const string IoError = "io_error";

    /// <summary>The file is larger than <c>preprocess.max_file_bytes</c>.</summary>
    public const string TooManyBytes = "too_many_bytes";

    /// <summary>The file lies outside the source's folder (a link), or an entry's name leaves its archive (absolute, or with <c>..</c>).</summary>
    public const string OutsideSource = "outside_source";

    /// <summary>There is no file's content behind the name: a link in an archive, a device, a pipe.</summary>
    public const string NotAFile = "not_a_file";

    /// <summary>The name cannot be that of a file.</summary>
    public const string BadName = "bad_name";

    /// <summary>The entry of an archive is encrypted.</summary>
    public const string Encrypted = "encrypted";

    /// <summary>The entry of an archive unpacks to more than <c>max_ratio</c> times its size.</summary>
    public const string CompressionRatio = "compression_ratio";

    /// <summary>The inference engine reported an error.</summary>
    public const string InferenceFailed = "inference_failed";

    /// <summary>The inference took longer than allowed.</summary>
    public const string InferenceTimeout = "inference_timeout";

    /// <summary>The outputs cannot be turned into the result asked for.</summary>
    public const string BadOutput = "bad_output";

    /// <summary>Not enough memory for this one input.</summary>
    public const string OutOfMemory = "out_of_memory";

    /// <summary>A defect in this library or in a plugged-in part: the message has the exception's text.</summary>
    public const string Internal = "internal";
}
