namespace OpenVinoFlow.Preprocess;

/// <summary>What became of one picture. Immutable.</summary>
public readonly struct PreprocessResult
{
    /// <summary>Whether the destination holds the network's input. When false its content is undefined.</summary>
    public bool Ok => Reason == FailureReason.None;

    /// <summary>Where it failed.</summary>
    public PreprocessStage Stage { get; init; }

    /// <summary>Why it failed.</summary>
    public FailureReason Reason { get; init; }

    /// <summary>For the person who reads the failure; null when there is none.</summary>
    public string? Message { get; init; }

    /// <summary>Width of the original picture as it is seen, in pixels; 0 when it could not be read.</summary>
    public int SourceWidth { get; init; }

    /// <summary>Height of the original picture as it is seen, in pixels; 0 when it could not be read.</summary>
    public int SourceHeight { get; init; }

    /// <summary>The file's format, from its content.</summary>
    public ImageFormat Format { get; init; }

    /// <summary>Name of the decoder that read it; empty when none was reached.</summary>
    public string Decoder { get; init; }

    /// <summary>Eighths of the size it was decoded at: 8 is full size.</summary>
    public int ScaleNumerator { get; init; }

    /// <summary>The orientation that was applied.</summary>
    public ExifOrientation Orientation { get; init; }

    /// <summary>From network pixels to pixels of the original picture as it is seen.</summary>
    public ImageTransform Transform { get; init; }

    /// <summary>Time spent in recognising and decoding, in ticks of <see cref="System.Diagnostics.Stopwatch"/>.</summary>
    public long DecodeTicks { get; init; }

    /// <summary>Time spent in resizing, conversion and layout, in ticks of <see cref="System.Diagnostics.Stopwatch"/>.</summary>
    public long ResizeTicks { get; init; }
}
