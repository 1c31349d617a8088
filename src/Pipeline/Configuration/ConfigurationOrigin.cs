namespace OpenVinoFlow.Pipeline.Configuration;

/// <summary>Who gave a value. The later ones win over the earlier ones.</summary>
public enum ConfigurationOriginKind
{
    /// <summary>Nobody: the default.</summary>
    Default,

    /// <summary>The YAML file.</summary>
    File,

    /// <summary>The chosen profile of the YAML file.</summary>
    Profile,

    /// <summary>An override (<c>--set</c>).</summary>
    Override,

    /// <summary>An environment variable, through <c>${env:NAME}</c> in any of the others.</summary>
    Environment,
}

/// <summary>Where a value comes from.</summary>
/// <param name="Kind">Who gave it.</param>
/// <param name="Source">The file as it was named by the caller, or the whole <c>--set</c> argument; null for a default.</param>
/// <param name="Line">Line in the file, from 1; 0 where there is none.</param>
/// <param name="Column">Column in the file, from 1; 0 where there is none.</param>
/// <param name="Profile">Name of the profile that gave it, otherwise null.</param>
public sealed record ConfigurationOrigin(ConfigurationOriginKind Kind, string? Source, int Line, int Column, string? Profile)
{
    internal static readonly ConfigurationOrigin Default = new(ConfigurationOriginKind.Default, null, 0, 0, null);

    /// <summary>
    /// For people: <c>default</c>, <c>flow.yaml:5:9</c>, <c>profile quick, flow.yaml:30:7</c>, <c>--set infer.batch=4</c>,
    /// <c>environment, flow.yaml:5:9</c>.
    /// </summary>
    public override string ToString()
    {
        if (Kind == ConfigurationOriginKind.Default)
            return "default";

        string place = Line > 0 ? $"{Source}:{Line}:{Column}" : Source!;
        if (Profile is not null)
            place = $"profile {Profile}, {place}";

        return Kind == ConfigurationOriginKind.Environment ? $"environment, {place}" : place;
    }
}
