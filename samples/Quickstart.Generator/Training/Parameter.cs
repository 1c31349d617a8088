namespace OpenVinoFlow.Quickstart.Generator.Training;

/// <summary>Numbers that are learnt, and how the loss changes with each of them.</summary>
internal sealed class Parameter(float[] values)
{
    public float[] Values => values;

    public float[] Gradient { get; } = new float[values.Length];

    /// <summary>The same values (not a copy) with a gradient of its own, for a second thread.</summary>
    public Parameter WithOwnGradient() => new(values);
}
