namespace OpenVinoFlow.Native.Interop;

/// <summary>Shapes across the border.</summary>
internal static unsafe class NativeShapes
{
    /// <summary>Reads a partial shape that stays the caller's to free.</summary>
    public static PartialShape ToPartialShape(NativePartialShape native)
    {
        if (native.Rank.Min != native.Rank.Max || native.Rank.Max < 0)
            return PartialShape.DynamicRank;

        var dimensions = new Dimension[(int)native.Rank.Max];
        for (int axis = 0; axis < dimensions.Length; axis++)
        {
            NativeDimension dimension = native.Dimensions[axis];
            dimensions[axis] = dimension.Min <= 0 && dimension.Max < 0 ? Dimension.Dynamic : new Dimension(dimension.Min, dimension.Max);
        }

        return new PartialShape(dimensions);
    }

    /// <summary>Copies the dimensions for a call.</summary>
    /// <exception cref="ArgumentException">The C interface cannot express the shape.</exception>
    public static NativeDimension[] ToNative(PartialShape shape)
    {
        if (!shape.HasRank)
            throw new ArgumentException("A model cannot be reshaped to an unknown rank: give its dimensions, ? where one is open.", nameof(shape));

        var dimensions = new NativeDimension[shape.Rank];
        for (int axis = 0; axis < dimensions.Length; axis++)
        {
            Dimension dimension = shape[axis];
            if (dimension.Max < 0 && dimension.Min > 0)
                throw new ArgumentException($"The dimension {dimension} has no upper limit, which OpenVINO's C interface cannot express: give one ({dimension.Min}..1024) or ?.", nameof(shape));

            dimensions[axis] = new NativeDimension { Min = dimension.Min, Max = dimension.Max };
        }

        return dimensions;
    }
}
