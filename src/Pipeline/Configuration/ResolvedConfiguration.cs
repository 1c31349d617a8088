using OpenVinoFlow.Pipeline.Configuration.Keys;

namespace OpenVinoFlow.Pipeline.Configuration;

/// <summary>A configuration that was read without a problem. Immutable.</summary>
public sealed record ResolvedConfiguration
{
    private const int ShortestSecret = 4;

    /// <summary>What the flow is built from; every path in it is absolute.</summary>
    public required FlowOptions Options { get; init; }

    /// <summary>SHA-256 of the values that influence results, see <see cref="ConfigurationFingerprint"/>: 64 lower-case hexadecimal digits.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Every key that applies, in the order of the reference, with its final value and its origin.</summary>
    public required IReadOnlyList<ResolvedValue> Values { get; init; }

    /// <summary>Absolute path of the YAML file; where there is none, the name the text was given.</summary>
    public required string SourcePath { get; init; }

    /// <summary>The profile that was applied, or null.</summary>
    public string? Profile { get; init; }

    /// <summary>The overrides that were applied, as they were given.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>The folder relative paths in the overrides start from.</summary>
    public string OverrideFolder { get; init; } = Environment.CurrentDirectory;

    /// <summary>Values from the environment that messages of an engine must not repeat.</summary>
    internal IReadOnlyList<InterpolatedText> Hidden { get; init; } = [];

    /// <summary>
    /// The values as a YAML text, each with its origin behind it. It can be read again from the same folder and gives the same options; a value
    /// without effect stands in a comment.
    /// </summary>
    public string ToYaml() => Yaml.ResolvedYaml.Write(Values);

    /// <summary>A message of an engine, which may repeat what it was given, with <c>${env:NAME}</c> in place of what the variable holds.</summary>
    internal string WithoutSecrets(string message)
    {
        foreach (InterpolatedText hidden in Hidden.Where(hidden => hidden.Text.Length >= ShortestSecret).OrderByDescending(hidden => hidden.Text.Length))
            message = message.Replace(hidden.Text, hidden.Template, StringComparison.Ordinal);
        return message;
    }
}
