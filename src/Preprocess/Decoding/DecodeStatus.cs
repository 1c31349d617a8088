namespace OpenVinoFlow.Preprocess.Decoding;

/// <summary>How a decoder ended.</summary>
/// <param name="Reason">Why it failed; <see cref="FailureReason.None"/> when it did not.</param>
/// <param name="Message">For the person who reads the failure.</param>
public readonly record struct DecodeStatus(FailureReason Reason, string? Message)
{
    /// <summary>The picture was decoded.</summary>
    public static DecodeStatus Success => default;

    /// <summary>Whether the picture was decoded.</summary>
    public bool Ok => Reason == FailureReason.None;
}
