namespace OpenVinoFlow.Native.Legacy;

/// <summary>
/// An input of a network before it is loaded (<c>InputInfoPtr</c> of the original API). What is set here is compiled into the graph by
/// <see cref="Core.LoadNetwork"/>.
/// </summary>
public sealed class InputInfo
{
    internal InputInfo(Port port)
    {
        Port = port;
        NetworkLayout = GuessLayout(port.PartialShape);
        Layout = NetworkLayout;
        Precision = port.ElementType;
    }

    /// <summary>The name, or <c>#</c> and the index for an input without one.</summary>
    public string Name => Port.Key;

    /// <summary>Dimensions of the network's input.</summary>
    public PartialShape Dims => Port.PartialShape;

    /// <summary>Type of the blobs that will be set; the network's own to begin with.</summary>
    public ElementType Precision { get; set; }

    /// <summary>Layout of the blobs that will be set; the network's own to begin with.</summary>
    public string Layout { get; set; }

    /// <summary>
    /// Layout of the network's input. Model files seldom tell it: it is taken as NCHW for four dimensions, as NHWC when only the last of
    /// them can be channels (1, 3 or 4), and as the original API has it for other ranks. Correct it where that is wrong.
    /// </summary>
    public string NetworkLayout { get; set; }

    /// <summary>Preprocessing to begin with; requests can change it later.</summary>
    public PreprocessInfo PreprocessInfo { get; set; } = PreprocessInfo.None;

    internal Port Port { get; set; }

    internal InputPlan Plan() =>
        InputPlan.Direct(Port, NetworkLayout) with { Precision = Precision, Layout = PreprocessInfo.Layout ?? Layout, Info = PreprocessInfo };

    internal static string GuessLayout(PartialShape shape)
    {
        if (!shape.HasRank)
            return "";

        if (shape.Rank != 4)
            return TensorDesc.DefaultLayout(shape.Rank);

        return !CanBeChannels(shape[1]) && CanBeChannels(shape[3]) ? "NHWC" : "NCHW";

        static bool CanBeChannels(Dimension dimension) => dimension.IsStatic && dimension.Length is 1 or 3 or 4;
    }
}
