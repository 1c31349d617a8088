namespace OpenVinoFlow.Native.Legacy;

/// <summary>
/// How one input's blob differs from what the network expects, and the preprocessing that bridges it. Compared by value: equal plans
/// share a compiled model.
/// </summary>
/// <param name="Precision">Type of the blob's elements.</param>
/// <param name="Layout">Layout of the blob; empty when it does not matter.</param>
/// <param name="NetworkLayout">Layout of the network's input; empty when it does not matter.</param>
/// <param name="Size">Height and width of the blob's image, where they differ from the network's.</param>
/// <param name="Info">Colours, resize, mean and scale.</param>
internal sealed record InputPlan(ElementType Precision, string Layout, string NetworkLayout, (int Height, int Width)? Size, PreprocessInfo Info)
{
    /// <summary>The blob is what the network expects.</summary>
    public static InputPlan Direct(Port network, string networkLayout) => new(network.ElementType, networkLayout, networkLayout, Size: null, PreprocessInfo.None);

    /// <summary>The plan for a blob.</summary>
    /// <exception cref="ArgumentException">The preprocessing does not fit the network or the blob.</exception>
    public static InputPlan For(TensorDesc blob, PreprocessInfo info, Port network, string networkLayout)
    {
        string layout = info.Layout ?? (blob.Layout.Length > 0 ? blob.Layout : networkLayout);
        (int Height, int Width)? size = null;
        if (info.ResizeAlgorithm is not null)
        {
            if (!Has(layout, 'H', 'W') || !Has(networkLayout, 'H', 'W') || layout.Length != blob.Dims.Rank)
                throw new ArgumentException($"The input {network} cannot be resized: the blob {blob} and the network need layouts with H and W, given are '{layout}' and '{networkLayout}'.", nameof(blob));

            long height = blob.Dims[layout.IndexOf('H', StringComparison.Ordinal)];
            long width = blob.Dims[layout.IndexOf('W', StringComparison.Ordinal)];
            if (info.ColorFormat is ColorFormat.Nv12SinglePlane or ColorFormat.I420SinglePlane)
                height = height * 2 / 3;

            if (!Allows(network, networkLayout, 'H', height) || !Allows(network, networkLayout, 'W', width))
                size = ((int)height, (int)width);
        }

        RequireChannelsToFit(info, network, networkLayout);
        return new InputPlan(blob.Precision, layout, networkLayout, size, info);
    }

    public bool ChangesNothing(Port network) =>
        Precision == network.ElementType && Layout == NetworkLayout && Size is null && Info.Equals(PreprocessInfo.None);

    /// <summary>The same without mean and scale: what comes before a mean image is subtracted.</summary>
    public InputPlan WithoutNormalisation() => this with { Info = Info with { Channels = [] } };

    /// <summary>Adds the steps to an input.</summary>
    public void AddTo(InputPreprocessing input)
    {
        input.TensorElementType(Precision);
        if (Layout.Length > 0)
            input.TensorLayout(Layout);

        if (NetworkLayout.Length > 0)
            input.ModelLayout(NetworkLayout);

        if (Size is { } size)
            input.TensorSpatialShape(size.Height, size.Width);

        if (Info.ColorFormat != ColorFormat.Undefined && Info.ColorFormat != Info.NetworkColorFormat)
            input.TensorColorFormat(Info.ColorFormat).ConvertColor(Info.NetworkColorFormat);

        bool computes = Info.Channels.Count > 0 || Size is not null;
        if (computes && Precision is not (ElementType.F32 or ElementType.F16 or ElementType.BF16 or ElementType.F64))
            input.ConvertElementType(ElementType.F32);

        if (Size is not null)
            input.Resize(Info.ResizeAlgorithm!.Value);

        if (Info.Channels.Any(static channel => channel.MeanValue != 0))
            input.Mean([.. Info.Channels.Select(static channel => channel.MeanValue)]);

        if (Info.Channels.Any(static channel => channel.StdScale != 1))
            input.Scale([.. Info.Channels.Select(static channel => channel.StdScale)]);
    }

    private static bool Has(string layout, char first, char second) =>
        layout.Contains(first, StringComparison.Ordinal) && layout.Contains(second, StringComparison.Ordinal);

    private static bool Allows(Port network, string layout, char axis, long size) =>
        network.PartialShape[layout.IndexOf(axis, StringComparison.Ordinal)].Allows(size);

    private static void RequireChannelsToFit(PreprocessInfo info, Port network, string networkLayout)
    {
        if (info.Channels.Count == 0)
            return;

        int axis = networkLayout.IndexOf('C', StringComparison.Ordinal);
        if (axis < 0 || !network.PartialShape[axis].Allows(info.Channels.Count))
            throw new ArgumentException($"The preprocessing has {info.Channels.Count} channels, which the input {network} with layout '{networkLayout}' has not.", nameof(info));

        if (info.Channels.Any(static channel => channel.StdScale == 0))
            throw new ArgumentException($"The preprocessing of the input {network} divides by a scale of 0.", nameof(info));

        if (info.Channels.Any(channel => channel.MeanData.HasValue != info.HasMeanImage))
            throw new ArgumentException($"The preprocessing of the input {network} has a mean image for some channels only: give one for all or for none.", nameof(info));
    }
}
