namespace OpenVinoFlow.Quickstart.Generator.Training;

/// <summary>
/// What flows between layers: a matrix with a row for each channel; a row holds the pixels of the first picture, then those of the second,
/// and so on. A layer over all pictures is then one matrix product.
/// </summary>
internal sealed class Activations(int channels, int pictures, int height, int width)
{
    public int Channels => channels;

    public int Pictures => pictures;

    public int Height => height;

    public int Width => width;

    /// <summary>Pixels of one picture.</summary>
    public int Area => height * width;

    /// <summary>Length of a row.</summary>
    public int Columns => pictures * height * width;

    /// <summary>All values, row after row.</summary>
    public float[] Values { get; } = new float[channels * pictures * height * width];

    /// <summary>One channel of all pictures.</summary>
    public Span<float> Row(int channel) => Values.AsSpan(channel * Columns, Columns);

    /// <summary>One channel of one picture.</summary>
    public Span<float> Plane(int channel, int picture) => Values.AsSpan(channel * Columns + picture * Area, Area);

    /// <summary>Zeros of the same shape.</summary>
    public Activations Similar() => new(channels, pictures, height, width);
}
