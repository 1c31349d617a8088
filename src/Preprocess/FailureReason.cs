namespace OpenVinoFlow.Preprocess;

/// <summary>Why a picture could not be turned into the network's input. <see cref="FailureReasons.ToText"/> gives the name used in files.</summary>
public enum FailureReason
{
    /// <summary>No failure.</summary>
    None,

    /// <summary>The file has no bytes.</summary>
    Empty,

    /// <summary>The first bytes are those of no image format known here.</summary>
    UnknownFormat,

    /// <summary>The format, or the variant of it, is recognised but no decoder here reads it.</summary>
    UnsupportedFormat,

    /// <summary>The data ends too early.</summary>
    Truncated,

    /// <summary>The data is damaged.</summary>
    Corrupt,

    /// <summary>Width times height in the header exceeds <see cref="PreprocessOptions.MaxPixels"/>.</summary>
    TooManyPixels,

    /// <summary>The file is larger than <see cref="PreprocessOptions.MaxFileBytes"/>.</summary>
    TooManyBytes,

    /// <summary>Width or height is zero.</summary>
    ZeroSize,

    /// <summary>The region to cut out does not lie inside the picture.</summary>
    RegionOutside,

    /// <summary>Memory for the decoded picture could not be had.</summary>
    OutOfMemory,

    /// <summary>A decoder ended in a way it should not have; the message says how.</summary>
    DecoderFault,
}
