namespace OpenVinoFlow.Quickstart.Generator.Training;

/// <summary>
/// Keeps the largest value of every 2x2 pixels: height and width are halved, and where exactly something was matters less.
/// </summary>
/// <param name="input">The layer's input; height and width must be even.</param>
internal sealed class MaxPool(Activations input) : ILayer
{
    public const int Size = 2;

    /// <summary>For each output value, the index of the input value it is.</summary>
    private readonly int[] _sources = new int[input.Values.Length / (Size * Size)];

    public IReadOnlyList<Parameter> Parameters => [];

    public Activations Output { get; } = new(input.Channels, input.Pictures, input.Height / Size, input.Width / Size);

    public Activations InputGradient { get; } = input.Similar();

    public void Forward()
    {
        int rowsOfPixels = Output.Channels * Output.Pictures * Output.Height;
        int output = 0;
        for (int row = 0; row < rowsOfPixels; row++)
        {
            for (int x = 0; x < Output.Width; x++, output++)
            {
                int upper = row * Size * input.Width + x * Size;
                int lower = upper + input.Width;
                int source = Larger(Larger(upper, upper + 1), Larger(lower, lower + 1));
                _sources[output] = source;
                Output.Values[output] = input.Values[source];
            }
        }
    }

    public void Backward(Activations outputGradient)
    {
        Array.Clear(InputGradient.Values);
        for (int i = 0; i < _sources.Length; i++)
            InputGradient.Values[_sources[i]] = outputGradient.Values[i];
    }

    private int Larger(int first, int second) => input.Values[second] > input.Values[first] ? second : first;
}
