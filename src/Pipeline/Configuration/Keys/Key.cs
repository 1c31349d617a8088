using System.Text.Json.Nodes;
using OpenVinoFlow.Pipeline.Configuration.Yaml;

namespace OpenVinoFlow.Pipeline.Configuration.Keys;

/// <summary>What is true of a key besides its type.</summary>
[Flags]
internal enum KeyTraits
{
    None = 0,

    /// <summary>Must be given.</summary>
    Required = 1,

    /// <summary>Influences results and is part of the fingerprint.</summary>
    ShapesResults = 2,
}

/// <summary>A value of an options record as the table sees it.</summary>
/// <param name="Path">The whole key.</param>
/// <param name="Canonical">The value as it enters the fingerprint; null where it doesn't.</param>
/// <param name="Fault">What is wrong with the value, to follow the key, or null.</param>
internal readonly record struct StatedValue(string Path, string? Canonical, string? Fault);

/// <summary>One key of the configuration: how it is read, checked and described.</summary>
internal abstract class Key(string name, string summary, KeyTraits traits)
{
    public string Name => name;

    /// <summary>What it means, in Markdown, one line.</summary>
    public string Summary => summary;

    public bool IsRequired => traits.HasFlag(KeyTraits.Required);

    public bool ShapesResults => traits.HasFlag(KeyTraits.ShapesResults);

    /// <summary>The keys inside, where there are any.</summary>
    public virtual Section? Section => null;

    /// <summary>True where the value is a list of sections.</summary>
    public virtual bool IsSectionList => false;

    /// <summary>True where the value is a mapping with names of the user's own.</summary>
    public virtual bool IsMap => false;

    /// <summary>True where an override's value is taken as it is, not as YAML.</summary>
    public virtual bool IsScalar => false;

    /// <summary>What may be given, for the reference.</summary>
    public abstract string Reference { get; }

    /// <summary>The default for the reference, or null where there is none.</summary>
    public virtual string? Default => null;

    /// <summary>
    /// The JSON schema of what may be given; null where nothing may. A partial one, of what is laid over another text, demands no key.
    /// </summary>
    public abstract JsonObject? Schema(bool partial);

    public static string Join(string section, string name) => section.Length == 0 ? name : $"{section}.{name}";
}

/// <summary>A key of the section that describes <typeparamref name="TOwner"/>.</summary>
internal abstract class Key<TOwner>(string name, string summary, KeyTraits traits) : Key(name, summary, traits)
{
    /// <summary>The owner with this key's value in it; unchanged where the key is not given or is wrong.</summary>
    /// <param name="owner">The record to set the value in.</param>
    /// <param name="entry">The key as it was given, or null.</param>
    /// <param name="section">Path of the owner.</param>
    /// <param name="sectionPlace">Where the owner was given: a missing key is reported there.</param>
    /// <param name="binder">The pass.</param>
    public abstract TOwner Bind(TOwner owner, MappingEntry? entry, string section, Place sectionPlace, Binder binder);

    /// <summary>What the owner holds for this key.</summary>
    public abstract IEnumerable<StatedValue> State(TOwner owner, string section, string baseFolder);
}
