namespace OpenVinoFlow.Preprocess.Resizing;

/// <summary>
/// OpenCV's sampling positions and weights, in the precision OpenCV computes them in. <c>source</c> and <c>target</c> are the lengths of one
/// axis; the output pixels from <c>start</c> on are computed, as many as the receiver holds.
/// </summary>
internal static class OpencvTaps
{
    /// <summary>One, in the fixed-point weights of linear and cubic.</summary>
    public const int One = 2048;

    // The distance from 1 to the next double: what C calls DBL_EPSILON.
    private const double WholeTolerance = 2.220446049250313e-16;
    private const double SmallestPart = 1e-3;

    /// <summary>Input pixels per output pixel, rounded as OpenCV does: the reciprocal of the reciprocal.</summary>
    public static double Scale(int source, int target) => 1.0 / ((double)target / source);

    /// <summary>The whole factor by which OpenCV's area resize shrinks with box sums, or 0.</summary>
    public static int WholeFactor(int source, int target)
    {
        double scale = Scale(source, target);
        double whole = Math.Round(scale, MidpointRounding.ToEven);
        return Math.Abs(scale - whole) < WholeTolerance ? (int)whole : 0;
    }

    /// <summary>The input pixel of each output pixel.</summary>
    public static void Nearest(int source, int target, int start, Span<int> indices)
    {
        double scale = Scale(source, target);
        for (int i = 0; i < indices.Length; i++)
            indices[i] = (int)Math.Min((long)Math.Floor((start + i) * scale), source - 1);
    }

    /// <summary>Position and weight of the second of two neighbours; <paramref name="areaMode"/> is what INTER_AREA does when it enlarges.</summary>
    public static (int First, float Weight) Linear(int source, int target, int index, bool areaMode)
    {
        double scale = Scale(source, target);
        if (!areaMode)
        {
            float position = (float)((index + 0.5) * scale - 0.5);
            int first = (int)MathF.Floor(position);
            return (first, position - first);
        }

        int left = (int)Math.Floor(index * scale);
        float weight = (float)(index + 1 - (left + 1) * ((double)target / source));
        return (left, weight <= 0 ? 0 : weight - MathF.Floor(weight));
    }

    /// <summary>Linear weights of a row's pixels; beyond the borders the outermost pixel counts alone.</summary>
    public static void LinearColumns(int source, int target, int start, bool areaMode, AxisTaps<int> taps)
    {
        for (int i = 0; i < taps.Length; i++)
        {
            (int first, float weight) = Linear(source, target, start + i, areaMode);
            if (first < 0 || first >= source - 1)
            {
                taps.Set(i, Math.Clamp(first, 0, source - 1), 1)[0] = One;
                continue;
            }

            Span<int> weights = taps.Set(i, first, 2);
            weights[0] = Fixed(1f - weight);
            weights[1] = Fixed(weight);
        }
    }

    /// <summary>The two rows of each output row and their weights; beyond the borders both are the outermost row.</summary>
    public static void LinearRows(int source, int target, int start, bool areaMode, Span<RowPair> rows)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            (int first, float weight) = Linear(source, target, start + i, areaMode);
            rows[i] = new RowPair(
                Math.Clamp(first, 0, source - 1), Math.Clamp(first + 1, 0, source - 1), (short)Fixed(1f - weight), (short)Fixed(weight));
        }
    }

    /// <summary>Cubic weights of a row's pixels; pixels beyond the borders are the outermost ones, their weights added up.</summary>
    public static void CubicColumns(int source, int target, int start, AxisTaps<int> taps)
    {
        Span<float> cubic = stackalloc float[4];
        for (int i = 0; i < taps.Length; i++)
        {
            int first = Cubic(source, target, start + i, cubic) - 1;
            int least = Math.Clamp(first, 0, source - 1);
            int most = Math.Clamp(first + 3, 0, source - 1);
            Span<int> weights = taps.Set(i, least, most - least + 1);
            weights.Clear();
            for (int k = 0; k < 4; k++)
                weights[Math.Clamp(first + k, 0, source - 1) - least] += Fixed(cubic[k]);
        }
    }

    /// <summary>First of four rows (it may lie outside) and the four weights, as the vertical pass uses them.</summary>
    public static int CubicRow(int source, int target, int index, Span<float> weights)
    {
        int first = Cubic(source, target, index, weights) - 1;
        for (int k = 0; k < 4; k++)
            weights[k] = Fixed(weights[k]) * (1f / (One * One));

        return first;
    }

    /// <summary>Most taps that <see cref="Area"/> gives one output pixel.</summary>
    public static int AreaCapacity(int source, int target) => (int)Math.Min(Math.Ceiling(Scale(source, target)) + 2, source);

    /// <summary>The part of each input pixel that an output pixel covers.</summary>
    public static void Area(int source, int target, int start, AxisTaps<float> taps)
    {
        double scale = Scale(source, target);
        for (int i = 0; i < taps.Length; i++)
        {
            double begin = (start + i) * scale;
            double end = begin + scale;
            double covered = Math.Min(scale, source - begin);
            int whole = (int)Math.Ceiling(begin);
            int wholeEnd = Math.Min((int)Math.Floor(end), source - 1);
            whole = Math.Min(whole, wholeEnd);

            int before = whole - begin > SmallestPart ? 1 : 0;
            int after = end - wholeEnd > SmallestPart ? 1 : 0;
            Span<float> weights = taps.Set(i, whole - before, before + wholeEnd - whole + after);
            weights.Fill((float)(1.0 / covered));
            if (before > 0)
                weights[0] = (float)((whole - begin) / covered);

            if (after > 0)
                weights[^1] = (float)(Math.Min(Math.Min(end - wholeEnd, 1.0), covered) / covered);
        }
    }

    private static int Cubic(int source, int target, int index, Span<float> weights)
    {
        float position = (float)((index + 0.5) * Scale(source, target) - 0.5);
        int left = (int)MathF.Floor(position);
        float x = position - left;

        const float A = -0.75f;
        weights[0] = ((A * (x + 1) - 5 * A) * (x + 1) + 8 * A) * (x + 1) - 4 * A;
        weights[1] = ((A + 2) * x - (A + 3)) * x * x + 1;
        weights[2] = ((A + 2) * (1 - x) - (A + 3)) * (1 - x) * (1 - x) + 1;
        weights[3] = 1f - weights[0] - weights[1] - weights[2];
        return left;
    }

    private static int Fixed(float weight) => (int)MathF.Round(weight * One, MidpointRounding.ToEven);
}
