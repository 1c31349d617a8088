namespace OpenVinoFlow.Native.Legacy;

/// <summary>An output of a network before it is loaded (<c>DataPtr</c> of the original API).</summary>
public sealed class OutputInfo
{
    internal OutputInfo(Port port)
    {
        Port = port;
        Precision = port.ElementType;
    }

    /// <summary>The name, or <c>#</c> and the index for an output without one.</summary>
    public string Name => Port.Key;

    /// <summary>Dimensions.</summary>
    public PartialShape Dims => Port.PartialShape;

    /// <summary>What the dimensions mean by the original API's defaults.</summary>
    public string Layout => Dims.HasRank ? TensorDesc.DefaultLayout(Dims.Rank) : "";

    /// <summary>Type of the blob; a difference to the network's own is converted inside the graph.</summary>
    public ElementType Precision { get; set; }

    internal Port Port { get; set; }
}
