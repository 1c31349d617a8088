namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>
/// Confidence intervals of a ratio of two rates by drawing windows again: no distribution is assumed. Windows are drawn in blocks of neighbours,
/// because neighbours are alike; the same seed gives the same interval.
/// </summary>
internal static class Bootstrap
{
    private const int Draws = 4000;
    private const int Seed = 1;

    /// <summary>The 95 % interval of <paramref name="after"/>'s rate divided by <paramref name="before"/>'s.</summary>
    /// <param name="before">Work done, and the time it took.</param>
    /// <param name="after">The same of the other side.</param>
    /// <param name="paired">Draw both sides' windows together: they were measured in turns.</param>
    public static (double Low, double High) Ratio(IReadOnlyList<WorkDone> before, IReadOnlyList<WorkDone> after, bool paired)
    {
#pragma warning disable CA5394 // Not for secrets.
        var random = new Random(Seed);
        double[] ratios = new double[Draws];
        int[] first = new int[before.Count];
        int[] second = new int[after.Count];
        for (int draw = 0; draw < Draws; draw++)
        {
            Draw(random, first);
            if (paired)
                first.CopyTo(second, 0);
            else
                Draw(random, second);
            ratios[draw] = Rate(after, second) / Rate(before, first);
        }
#pragma warning restore CA5394

        Array.Sort(ratios);
        return (ratios[(int)(0.025 * Draws)], ratios[(int)(0.975 * Draws) - 1]);
    }

    /// <summary>Whole rate of the windows.</summary>
    public static double Rate(IReadOnlyList<WorkDone> windows) => windows.Sum(window => window.Work) / windows.Sum(window => window.Time);

    private static double Rate(IReadOnlyList<WorkDone> windows, int[] drawn)
    {
        double work = 0;
        double time = 0;
        foreach (int index in drawn)
        {
            work += windows[index].Work;
            time += windows[index].Time;
        }

        return work / time;
    }

    private static void Draw(Random random, int[] drawn)
    {
        int block = Math.Max(1, (int)Math.Round(Math.Cbrt(drawn.Length)));
        for (int i = 0, at = 0; i < drawn.Length; i++)
        {
#pragma warning disable CA5394
            at = i % block == 0 ? random.Next(drawn.Length) : (at + 1) % drawn.Length;
#pragma warning restore CA5394
            drawn[i] = at;
        }
    }
}

/// <summary>What a window did: images and seconds, or any two whose quotient is better when larger.</summary>
internal readonly record struct WorkDone(double Work, double Time);
