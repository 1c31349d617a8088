namespace OpenVinoFlow.Native.Legacy;

/// <summary>
/// Preprocessing of one input (<c>PreProcessInfo</c> of the original API), compiled into the graph: colour conversion, resize to the
/// network's size, then mean and scale. Immutable, compared by value.
/// </summary>
public sealed record PreprocessInfo
{
    /// <summary>No preprocessing: the blob is what the network expects.</summary>
    public static PreprocessInfo None { get; } = new();

    /// <summary>Mean and scale, one entry per channel of the network, or none.</summary>
    public IReadOnlyList<PreprocessChannel> Channels { get; init; } = [];

    /// <summary>How a blob of another height and width is resized to the network's; null refuses such blobs.</summary>
    public ResizeAlgorithm? ResizeAlgorithm { get; init; }

    /// <summary>Colour format of the blob; <see cref="ColorFormat.Undefined"/> converts nothing.</summary>
    public ColorFormat ColorFormat { get; init; }

    /// <summary>Colour format of the network. The original API takes BGR for granted.</summary>
    public ColorFormat NetworkColorFormat { get; init; } = ColorFormat.Bgr;

    /// <summary>Layout of the blob; null takes the one in its description.</summary>
    public string? Layout { get; init; }

    internal bool HasMeanImage => Channels.Count > 0 && Channels[0].MeanData.HasValue;

    /// <inheritdoc/>
    public bool Equals(PreprocessInfo? other) =>
        other is not null
        && ResizeAlgorithm == other.ResizeAlgorithm
        && ColorFormat == other.ColorFormat
        && NetworkColorFormat == other.NetworkColorFormat
        && Layout == other.Layout
        && Channels.SequenceEqual(other.Channels);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ResizeAlgorithm, ColorFormat, NetworkColorFormat, Layout, Channels.Count, Channels.Count == 0 ? null : Channels[0]);
}
