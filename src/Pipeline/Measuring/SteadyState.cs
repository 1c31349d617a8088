namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>Tells how much of the beginning of a measurement is warm-up.</summary>
internal static class SteadyState
{
    /// <summary>
    /// How many values of the beginning to leave out: so many that the standard error of the mean of the rest is smallest, at most half. (The
    /// marginal standard error rule; it leaves out what is far from the rest, but not so much that too little is left.) The first is always left
    /// out, because code is compiled and memory touched for the first time in it.
    /// </summary>
    public static int WarmUp(IReadOnlyList<double> rates)
    {
        if (rates.Count < 2)
            return 0;

        int best = 1;
        double bestError = double.PositiveInfinity;
        double sum = 0;
        double squares = 0;
        for (int skip = rates.Count - 1; skip >= 1; skip--)
        {
            sum += rates[skip];
            squares += rates[skip] * rates[skip];
            int left = rates.Count - skip;
            if (skip > rates.Count / 2 || left < 2)
                continue;

            double mean = sum / left;
            double error = Math.Max(0, (squares / left) - (mean * mean)) / left;
            if (error <= bestError)
            {
                bestError = error;
                best = skip;
            }
        }

        return best;
    }
}
