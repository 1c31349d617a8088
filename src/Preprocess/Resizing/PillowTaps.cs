namespace OpenVinoFlow.Preprocess.Resizing;

/// <summary>Pillow's antialiasing filters: windows that widen with the factor by which the picture shrinks, in 22-bit fixed point.</summary>
internal sealed class PillowTaps(ResizeAlgorithm filter)
{
    private const double One = 1 << Kernels.ConvolutionKernels.Precision;

    private readonly double _support = filter switch
    {
        ResizeAlgorithm.PillowBox => 0.5,
        ResizeAlgorithm.PillowBilinear => 1,
        ResizeAlgorithm.PillowBicubic => 2,
        _ => 3,
    };

    private double[] _exact = [];

    /// <summary>Most taps that one output pixel can have.</summary>
    public int Capacity(int source, int target) =>
        (int)Math.Min(Math.Ceiling(_support * Math.Max((double)source / target, 1.0)) * 2 + 1, source);

    /// <summary>Weights of the output pixels from <paramref name="start"/> on, as many as <paramref name="taps"/> holds.</summary>
    public void Compute(int source, int target, int start, AxisTaps<int> taps)
    {
        double scale = (double)source / target;
        double widening = Math.Max(scale, 1.0);
        double support = _support * widening;
        double narrowing = 1.0 / widening;
        if (_exact.Length < Capacity(source, target))
            _exact = new double[Capacity(source, target)];

        for (int i = 0; i < taps.Length; i++)
        {
            double center = (start + i + 0.5) * scale;
            int first = Math.Max((int)(center - support + 0.5), 0);
            int count = Math.Min((int)(center + support + 0.5), source) - first;
            double sum = 0;
            for (int k = 0; k < count; k++)
            {
                _exact[k] = Evaluate((k + first - center + 0.5) * narrowing);
                sum += _exact[k];
            }

            Span<int> weights = taps.Set(i, first, count);
            for (int k = 0; k < count; k++)
                weights[k] = Round(sum != 0 ? _exact[k] / sum : _exact[k]);
        }
    }

    private static int Round(double weight) => (int)(weight * One + (weight < 0 ? -0.5 : 0.5));

    private double Evaluate(double x) => filter switch
    {
        ResizeAlgorithm.PillowBox => x is > -0.5 and <= 0.5 ? 1 : 0,
        ResizeAlgorithm.PillowBilinear => Math.Max(1 - Math.Abs(x), 0),
        ResizeAlgorithm.PillowBicubic => Bicubic(Math.Abs(x)),
        _ => x is >= -3 and < 3 ? Sinc(x) * Sinc(x / 3) : 0,
    };

    private static double Bicubic(double x)
    {
        const double A = -0.5;
        if (x < 1)
            return ((A + 2) * x - (A + 3)) * x * x + 1;

        return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
    }

    private static double Sinc(double x)
    {
        if (x == 0)
            return 1;

        x *= Math.PI;
        return Math.Sin(x) / x;
    }
}
