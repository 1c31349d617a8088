using OpenVinoFlow.Pipeline.Configuration.Yaml;

namespace OpenVinoFlow.Pipeline.Configuration;

/// <summary>
/// Collects what is wrong. A value may be looked at twice, in its own layer and in the result; what is said twice is kept once.
/// </summary>
internal sealed class ProblemList
{
    private readonly List<ConfigurationProblem> _problems = [];
    private readonly HashSet<ConfigurationProblem> _known = [];

    public int Count => _problems.Count;

    public void Add(Place place, string keyPath, string message) => Add(place.Layer.Source, place.Line, place.Column, keyPath, message);

    public void Add(string source, int line, int column, string keyPath, string message)
    {
        var problem = new ConfigurationProblem(source, line, column, keyPath, message);
        if (_known.Add(problem))
            _problems.Add(problem);
    }

    /// <summary>True when the key or one of the keys inside it has a problem.</summary>
    public bool Concern(string keyPath)
    {
        foreach (ConfigurationProblem problem in _problems)
        {
            if (problem.KeyPath.StartsWith(keyPath, StringComparison.Ordinal)
                && (problem.KeyPath.Length == keyPath.Length || problem.KeyPath[keyPath.Length] is '.' or '['))
                return true;
        }

        return false;
    }

    public void ThrowIfAny()
    {
        if (_problems.Count > 0)
            throw ToException();
    }

    /// <summary>What has been found: at least one problem.</summary>
    public ConfigurationException ToException() =>
        new([.. _problems.OrderBy(problem => problem.Line == 0).ThenBy(problem => problem.Line).ThenBy(problem => problem.Column)]);
}
