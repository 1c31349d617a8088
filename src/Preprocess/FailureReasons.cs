namespace OpenVinoFlow.Preprocess;

/// <summary>The names of <see cref="FailureReason"/> in result and quarantine files.</summary>
public static class FailureReasons
{
    /// <summary>The reason in snake_case, for example <c>too_many_pixels</c>.</summary>
    public static string ToText(this FailureReason reason) => reason switch
    {
        FailureReason.None => "none",
        FailureReason.Empty => "empty",
        FailureReason.UnknownFormat => "unknown_format",
        FailureReason.UnsupportedFormat => "unsupported_format",
        FailureReason.Truncated => "truncated",
        FailureReason.Corrupt => "corrupt",
        FailureReason.TooManyPixels => "too_many_pixels",
        FailureReason.TooManyBytes => "too_many_bytes",
        FailureReason.ZeroSize => "zero_size",
        FailureReason.RegionOutside => "region_outside",
        FailureReason.OutOfMemory => "out_of_memory",
        FailureReason.DecoderFault => "decoder_fault",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "not a failure reason"),
    };
}
