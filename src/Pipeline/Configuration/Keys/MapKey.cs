using System.Text.Json.Nodes;
using OpenVinoFlow.Pipeline.Configuration.Yaml;

namespace OpenVinoFlow.Pipeline.Configuration.Keys;

/// <summary>A key whose value is a mapping from names of the user's own to texts.</summary>
internal sealed class MapKey<TOwner>(
    string name,
    TextSyntax value,
    Func<TOwner, IReadOnlyDictionary<string, string>> get,
    Func<TOwner, IReadOnlyDictionary<string, string>, TOwner> set,
    string summary,
    KeyTraits traits)
    : Key<TOwner>(name, summary, traits)
{
    public override bool IsMap => true;

    public override string Reference => "a mapping from names to values";

    public override string Default => "{}";

    public override TOwner Bind(TOwner owner, MappingEntry? entry, string section, Place sectionPlace, Binder binder)
    {
        string path = Join(section, Name);
        if (entry is not null)
            binder.Given(path, entry.KeyPlace);

        switch (entry?.Value)
        {
            case null or ScalarNode { IsNull: true } or MappingNode { Entries.Count: 0 }:
                binder.Resolve(section, Name, Default, entry?.Value.Place.ToOrigin(fromEnvironment: false) ?? ConfigurationOrigin.Default);
                return owner;

            case MappingNode mapping:
                return set(owner, Read(mapping, path, binder));

            default:
                binder.Report(entry.Value, path, $"{path} is {entry.Value.Description}; allowed: {Reference}");
                return owner;
        }
    }

    public override IEnumerable<StatedValue> State(TOwner owner, string section, string baseFolder)
    {
        string path = Join(section, Name);
        return get(owner).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => FreeName.Fault(pair.Key) is { } fault
            ? new StatedValue(path, null, $"is wrong: {fault}")
            : new StatedValue(Join(path, pair.Key), ShapesResults ? value.Canonical(pair.Value, baseFolder) : null, value.Refuse(pair.Value)));
    }

    public override JsonObject Schema(bool partial) => new()
    {
        ["description"] = Summary,
        ["type"] = new JsonArray("object", "null"),
        ["additionalProperties"] = value.Schema(),
    };

    private Dictionary<string, string> Read(MappingNode mapping, string path, Binder binder)
    {
        var values = new Dictionary<string, string>();
        foreach (MappingEntry entry in mapping.Entries)
        {
            string entryPath = Join(path, entry.Key);
            binder.Given(entryPath, entry.KeyPlace);

            if (FreeName.Fault(entry.Key) is { } fault)
                binder.Report(entry.KeyPlace, path, $"{path}: {fault}");
            else if (value.TryRead(entry.Value, entryPath, binder, out Reading<string> reading))
            {
                binder.Resolve(path, entry.Key, reading.Shown, entry.Value.Place.ToOrigin(reading.FromEnvironment));
                values.Add(entry.Key, reading.Value);
            }
        }

        return values;
    }
}
