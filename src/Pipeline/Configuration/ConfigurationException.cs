namespace OpenVinoFlow.Pipeline.Configuration;

/// <summary>A configuration can't be used. Carries every problem that was found, not only the first.</summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>Its message holds one line for each problem, up to <see cref="ConfigurationLimits.MaxListedProblems"/>.</summary>
    /// <param name="problems">At least one.</param>
    public ConfigurationException(IReadOnlyList<ConfigurationProblem> problems)
        : base(Describe(problems))
    {
        Problems = problems;
    }

    /// <summary>Everything that is wrong: the file's problems from top to bottom, then those of the overrides in their order.</summary>
    public IReadOnlyList<ConfigurationProblem> Problems { get; }

    private static string Describe(IReadOnlyList<ConfigurationProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        ArgumentOutOfRangeException.ThrowIfZero(problems.Count);

        IEnumerable<string> lines = problems.Take(ConfigurationLimits.MaxListedProblems).Select(problem => problem.ToString());
        int rest = problems.Count - ConfigurationLimits.MaxListedProblems;
        return string.Join('\n', rest > 0 ? lines.Append($"… and {rest} more") : lines);
    }
}
