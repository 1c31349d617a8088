namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>A rate and how well it is known.</summary>
/// <param name="Mean">Images a second.</param>
/// <param name="HalfWidth">Half of its 95 % confidence interval; infinite for fewer than two windows.</param>
internal readonly record struct RateEstimate(double Mean, double HalfWidth)
{
    private const double LargestCorrelation = 0.9;

    /// <summary>Half of the interval as a share of the mean.</summary>
    public double Relative => Mean > 0 ? HalfWidth / Mean : double.PositiveInfinity;

    /// <summary>
    /// Of windows of about the same length. Windows that follow one another are alike, as the machine's mood lasts for longer than one; the
    /// interval is widened for as much as neighbours are found to be correlated.
    /// </summary>
    public static RateEstimate Of(IReadOnlyList<MeasuringWindow> windows)
    {
        if (windows.Count == 0)
            return new RateEstimate(0, double.PositiveInfinity);

        double mean = windows.Sum(window => window.Images) / windows.Sum(window => window.Seconds);
        if (windows.Count < 2)
            return new RateEstimate(mean, double.PositiveInfinity);

        double squares = 0;
        double neighbours = 0;
        for (int i = 0; i < windows.Count; i++)
        {
            double difference = windows[i].ImagesPerSecond - mean;
            squares += difference * difference;
            if (i > 0)
                neighbours += difference * (windows[i - 1].ImagesPerSecond - mean);
        }

        double correlation = squares == 0 ? 0 : Math.Clamp(neighbours / squares, 0, LargestCorrelation);
        double deviation = Math.Sqrt(squares / (windows.Count - 1));
        double widening = Math.Sqrt((1 + correlation) / (1 - correlation));
        return new RateEstimate(mean, StudentT(windows.Count - 1) * deviation * widening / Math.Sqrt(windows.Count));
    }

    /// <summary>The 97.5 % quantile of Student's distribution: from the table for up to four degrees of freedom, Cornish and Fisher's expansion above.</summary>
    internal static double StudentT(int degrees)
    {
        const double Z = 1.959964;
        const double Z3 = Z * Z * Z;
        const double Z5 = Z3 * Z * Z;
        const double Z7 = Z5 * Z * Z;
        return degrees switch
        {
            1 => 12.7062,
            2 => 4.30265,
            3 => 3.18245,
            4 => 2.77645,
            _ => Z
                + ((Z3 + Z) / (4.0 * degrees))
                + (((5 * Z5) + (16 * Z3) + (3 * Z)) / (96.0 * degrees * degrees))
                + (((3 * Z7) + (19 * Z5) + (17 * Z3) - (15 * Z)) / (384.0 * degrees * degrees * degrees)),
        };
    }
}
