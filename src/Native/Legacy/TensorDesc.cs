namespace OpenVinoFlow.Native.Legacy;

/// <summary>What a blob holds (<c>TensorDesc</c> of the original API).</summary>
/// <param name="Precision">Type of the elements.</param>
/// <param name="Dims">Dimensions in the order in which they lie in memory, the last running fastest.</param>
/// <param name="Layout">What the dimensions mean, a letter each, for example <c>NHWC</c>; empty when it does not matter.</param>
public sealed record TensorDesc(ElementType Precision, Shape Dims, string Layout)
{
    /// <summary>A description with the layout that the original API gives to that number of dimensions.</summary>
    public TensorDesc(ElementType precision, Shape dims)
        : this(precision, dims, DefaultLayout((dims ?? throw new ArgumentNullException(nameof(dims))).Rank))
    {
    }

    /// <summary>Bytes the blob takes.</summary>
    public long ByteSize => Dims.ByteSize(Precision);

    /// <summary>For people: <c>FP32 NCHW [1,3,224,224]</c>.</summary>
    public override string ToString() => $"{Precision.ToLegacyName()} {Layout} {Dims}".Replace("  ", " ", StringComparison.Ordinal);

    /// <summary>The layout the original API assumes for a number of dimensions: C, NC, CHW, NCHW, NCDHW, else none.</summary>
    public static string DefaultLayout(int rank) => rank switch
    {
        1 => "C",
        2 => "NC",
        3 => "CHW",
        4 => "NCHW",
        5 => "NCDHW",
        _ => "",
    };
}
