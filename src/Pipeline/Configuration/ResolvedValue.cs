namespace OpenVinoFlow.Pipeline.Configuration;

/// <summary>The final value of one key and where it comes from.</summary>
public sealed record ResolvedValue
{
    /// <summary>The section the key stands in, for example <c>sinks[0].jsonl</c>; empty at the top.</summary>
    public required string Section { get; init; }

    /// <summary>The key's own name, for example <c>top_k</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The whole key, as <c>--set</c> takes it: <c>sinks[0].jsonl.top_k</c>.</summary>
    public string Key => Section.Length == 0 ? Name : $"{Section}.{Name}";

    /// <summary>
    /// The value as it would be written in the file. Where it came from the environment this is the text with <c>${env:NAME}</c> in it, never
    /// what the variable holds.
    /// </summary>
    public required string Value { get; init; }

    /// <summary>Who gave the value.</summary>
    public required ConfigurationOrigin Origin { get; init; }

    /// <summary>The setting without which this value has no effect, for example <c>output.order: input</c>; null where the value counts.</summary>
    public string? OnlyWith { get; init; }

    /// <summary><c>key: value  # origin</c>.</summary>
    public override string ToString() => $"{Key}: {Value}  # {Remark}";

    internal string Remark => OnlyWith is null ? Origin.ToString() : $"{Origin}; no effect without {OnlyWith}";
}
