using OpenVinoFlow.Pipeline.Configuration.Yaml;

namespace OpenVinoFlow.Pipeline.Configuration.Keys;

/// <summary>Carries one pass over the keys: what was wrong, what came out, and where each given key stood.</summary>
/// <param name="root">The whole table, to find a key that was written in the wrong section.</param>
/// <param name="environment">Value of an environment variable, or null.</param>
/// <param name="problems">Where problems go.</param>
/// <param name="partial">
/// True for a text that is laid over another, or that another is laid over: required keys may be missing, and variables unset.
/// </param>
internal sealed class Binder(Section root, Func<string, string?> environment, ProblemList problems, bool partial)
{
    private readonly Dictionary<string, Place> _places = [];
    private readonly List<ResolvedValue> _values = [];
    private readonly List<InterpolatedText> _hidden = [];

    public Section Root => root;

    public bool Partial => partial;

    public IReadOnlyList<ResolvedValue> Values => _values;

    /// <summary>Values from the environment that are not to be shown.</summary>
    public IReadOnlyList<InterpolatedText> Hidden => _hidden;

    public void Report(Node node, string path, string message)
    {
        if (node is not RefusedNode)
            problems.Add(node.Place, path, message);
    }

    public void Report(Place place, string path, string message) => problems.Add(place, path, message);

    public bool TryExpand(ScalarNode node, string path, out InterpolatedText text)
    {
        if (!Interpolation.TryExpand(node.Text, environment, out text, out string? problem, out bool missing))
        {
            if (!(missing && partial))
                Report(node, path, $"{path}: {problem}");
            return false;
        }

        if (text.Text.Length <= ConfigurationLimits.MaxScalarLength)
            return true;

        Report(node, path, $"{path} is longer than {ConfigurationLimits.MaxScalarLength} characters after its variables are replaced");
        return false;
    }

    public void Hide(InterpolatedText text) => _hidden.Add(text);

    public void Given(string path, Place place) => _places[path] = place;

    public void Resolve(string section, string name, string value, ConfigurationOrigin origin) =>
        _values.Add(new ResolvedValue { Section = section, Name = name, Value = value, Origin = origin });

    /// <summary>Notes that a value has no effect.</summary>
    public void MarkIdle(string path, string onlyWith)
    {
        int index = _values.FindIndex(value => value.Key == path);
        if (index >= 0)
            _values[index] = _values[index] with { OnlyWith = onlyWith };
    }

    /// <summary>Where a key was given, or null.</summary>
    public Place? PlaceOf(string path) => _places.TryGetValue(path, out Place place) ? place : null;
}
