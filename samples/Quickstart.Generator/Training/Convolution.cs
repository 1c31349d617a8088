namespace OpenVinoFlow.Quickstart.Generator.Training;

/// <summary>
/// A convolution with a 3x3 kernel and a border of one zero: every output pixel is a weighted sum of a 3x3 neighbourhood of input pixels,
/// over all channels, plus a bias.
/// </summary>
internal sealed class Convolution : ILayer
{
    public const int KernelSize = 3;
    public const int KernelArea = KernelSize * KernelSize;
    public const int Border = 1;

    private const int Outside = -1;

    private readonly Activations _input;
    private readonly LinearMap _map;

    /// <summary>The neighbourhoods: a row for each channel and place in the kernel, a column for each output pixel.</summary>
    private readonly float[] _neighbourhoods;

    private readonly float[] _neighbourhoodGradient;

    /// <summary>For each place in the kernel and each output pixel: the input pixel, counted within its plane.</summary>
    private readonly int[][] _sources;

    /// <summary>Makes the layer.</summary>
    /// <param name="input">The layer's input; height and width must be multiples of the stride.</param>
    /// <param name="map">Weights [output channels, input channels, 3, 3] and bias.</param>
    /// <param name="stride">Distance of neighbouring kernel positions; 2 halves height and width.</param>
    public Convolution(Activations input, LinearMap map, int stride)
    {
        _input = input;
        _map = map;
        Parameters = [map.Weights, map.Bias];
        InputGradient = input.Similar();
        Output = new Activations(map.Outputs, input.Pictures, input.Height / stride, input.Width / stride);
        _sources = [.. Enumerable.Range(0, KernelArea).Select(place => SourcesOf(place, input, Output, stride))];
        _neighbourhoods = new float[map.Inputs * Output.Columns];
        _neighbourhoodGradient = new float[_neighbourhoods.Length];
    }

    public IReadOnlyList<Parameter> Parameters { get; }

    public Activations Output { get; }

    public Activations InputGradient { get; }

    public void Forward()
    {
        Gather();
        _map.Forward(_neighbourhoods, Output.Values);
    }

    public void Backward(Activations outputGradient)
    {
        _map.Backward(_neighbourhoods, outputGradient.Values, _neighbourhoodGradient);
        Scatter();
    }

    /// <summary>Copies every input pixel to each neighbourhood it belongs to.</summary>
    private void Gather()
    {
        for (int row = 0; row < _map.Inputs; row++)
        {
            int[] sources = _sources[row % KernelArea];
            for (int picture = 0; picture < Output.Pictures; picture++)
            {
                ReadOnlySpan<float> plane = _input.Plane(row / KernelArea, picture);
                Span<float> neighbours = RowOf(_neighbourhoods, row, picture);
                for (int i = 0; i < neighbours.Length; i++)
                    neighbours[i] = sources[i] == Outside ? 0 : plane[sources[i]];
            }
        }
    }

    /// <summary>The way back of <see cref="Gather"/>: sums for every input pixel the gradients of all its copies.</summary>
    private void Scatter()
    {
        Array.Clear(InputGradient.Values);
        for (int row = 0; row < _map.Inputs; row++)
        {
            int[] sources = _sources[row % KernelArea];
            for (int picture = 0; picture < Output.Pictures; picture++)
            {
                Span<float> plane = InputGradient.Plane(row / KernelArea, picture);
                ReadOnlySpan<float> neighbours = RowOf(_neighbourhoodGradient, row, picture);
                for (int i = 0; i < neighbours.Length; i++)
                {
                    if (sources[i] != Outside)
                        plane[sources[i]] += neighbours[i];
                }
            }
        }
    }

    private Span<float> RowOf(float[] neighbourhoods, int row, int picture) =>
        neighbourhoods.AsSpan(row * Output.Columns + picture * Output.Area, Output.Area);

    /// <summary>For one place in the kernel: which input pixel it meets at each output pixel.</summary>
    private static int[] SourcesOf(int place, Activations input, Activations output, int stride)
    {
        var sources = new int[output.Area];
        for (int i = 0; i < sources.Length; i++)
        {
            int y = i / output.Width * stride + place / KernelSize - Border;
            int x = i % output.Width * stride + place % KernelSize - Border;
            bool inside = (uint)y < (uint)input.Height && (uint)x < (uint)input.Width;
            sources[i] = inside ? y * input.Width + x : Outside;
        }

        return sources;
    }
}
