namespace OpenVinoFlow.Native.Legacy;

/// <summary>Normalisation of one channel (<c>PreProcessChannel</c> of the original API): (x - mean) / scale.</summary>
/// <param name="MeanValue">Subtracted from every pixel.</param>
/// <param name="StdScale">Divides every pixel after the mean is subtracted; not 0.</param>
public sealed record PreprocessChannel(float MeanValue = 0, float StdScale = 1)
{
    /// <summary>
    /// A mean for each pixel instead of <see cref="MeanValue"/>: height times width values of the network's size, row by row. Given for
    /// all channels of an input or none.
    /// </summary>
    public ReadOnlyMemory<float>? MeanData { get; init; }

    /// <inheritdoc/>
    public bool Equals(PreprocessChannel? other) =>
        other is not null
        && MeanValue.Equals(other.MeanValue)
        && StdScale.Equals(other.StdScale)
        && MeanData.HasValue == other.MeanData.HasValue
        && (MeanData is not { } mine || mine.Span.SequenceEqual(other.MeanData!.Value.Span));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(MeanValue, StdScale, MeanData?.Length ?? -1);
}
