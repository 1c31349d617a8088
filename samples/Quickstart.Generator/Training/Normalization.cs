namespace OpenVinoFlow.Quickstart.Generator.Training;

/// <summary>What a <see cref="BatchNormalization"/> knows of its channels.</summary>
/// <param name="Gain">The learnt standard deviation of each channel.</param>
/// <param name="Shift">The learnt mean of each channel.</param>
/// <param name="Mean">The mean of each channel before normalization, averaged over recent batches.</param>
/// <param name="Variance">The variance of each channel before normalization, averaged over recent batches.</param>
internal sealed record Normalization(Parameter Gain, Parameter Shift, float[] Mean, float[] Variance)
{
    /// <summary>Keeps a channel that never changes from being divided by zero.</summary>
    public const float Epsilon = 1e-5f;

    /// <summary>To mean 0 and standard deviation 1, for channels that have them already.</summary>
    public static Normalization Unit(int channels) =>
        new(new Parameter(Ones(channels)), new Parameter(new float[channels]), new float[channels], Ones(channels));

    /// <summary>The same learnt values (not a copy) with gradients and averages of their own, for a second thread.</summary>
    public Normalization WithOwnGradients() =>
        new(Gain.WithOwnGradient(), Shift.WithOwnGradient(), [.. Mean], [.. Variance]);

    private static float[] Ones(int count)
    {
        var ones = new float[count];
        Array.Fill(ones, 1);
        return ones;
    }
}
