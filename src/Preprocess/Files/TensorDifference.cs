namespace OpenVinoFlow.Preprocess.Files;

/// <summary>How far two tensors of the same shape are apart.</summary>
/// <param name="Largest">Largest absolute difference.</param>
/// <param name="Mean">Mean absolute difference.</param>
/// <param name="Different">Number of elements that differ.</param>
/// <param name="Worst">Index of the first element with the largest difference.</param>
public readonly record struct TensorDifference(double Largest, double Mean, long Different, int Worst)
{
    /// <summary>Compares element by element. Two NaN are equal; NaN and a number are infinitely far apart.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static TensorDifference Between(ReadOnlySpan<float> actual, ReadOnlySpan<float> expected)
    {
        if (actual.Length != expected.Length)
            throw new ArgumentException($"{actual.Length} elements cannot be compared with {expected.Length}.", nameof(actual));

        double largest = 0;
        double sum = 0;
        long different = 0;
        int worst = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            if (actual[i].Equals(expected[i]))
                continue;

            double difference = Math.Abs((double)actual[i] - expected[i]);
            if (double.IsNaN(difference))
                difference = double.PositiveInfinity;

            different += difference > 0 ? 1 : 0;
            sum += difference;
            if (difference > largest)
            {
                largest = difference;
                worst = i;
            }
        }

        return new TensorDifference(largest, actual.Length == 0 ? 0 : sum / actual.Length, different, worst);
    }
}
