using System.Globalization;
using System.Text.Json.Nodes;
using OpenVinoFlow.Pipeline.Configuration.Yaml;

namespace OpenVinoFlow.Pipeline.Configuration.Keys;

/// <summary>A key whose value is a list of sections.</summary>
internal sealed class SectionListKey<TOwner, T>(
    string name, Section<T> item, Func<TOwner, IReadOnlyList<T>> get, Func<TOwner, IReadOnlyList<T>, TOwner> set, int max, string summary)
    : Key<TOwner>(name, summary, KeyTraits.None) where T : class
{
    public override Section Section => item;

    public override bool IsSectionList => true;

    public override string Reference => $"a list of sections, at most {max}";

    public override string Default => "[]";

    public override TOwner Bind(TOwner owner, MappingEntry? entry, string section, Place sectionPlace, Binder binder)
    {
        string path = Join(section, Name);
        if (entry is not null)
            binder.Given(path, entry.KeyPlace);

        switch (entry?.Value)
        {
            case null or ScalarNode { IsNull: true } or SequenceNode { Items.Count: 0 }:
                binder.Resolve(section, Name, Default, entry?.Value.Place.ToOrigin(fromEnvironment: false) ?? ConfigurationOrigin.Default);
                return set(owner, []);

            case SequenceNode sequence when sequence.Items.Count > max:
                binder.Report(sequence, path, $"{path} has {sequence.Items.Count} items; at most {max} are allowed");
                return owner;

            case SequenceNode sequence:
                return set(owner, [.. sequence.Items.Select((node, i) => item.Bind(node, Item(path, i), node.Place, binder))]);

            case ItemNode one when binder.Partial:
                item.Bind(one.Item, Item(path, one.Index), one.Place, binder);
                return owner;

            default:
                binder.Report(entry.Value, path, $"{path} is {entry.Value.Description}; allowed: a list, each item after '- '");
                return owner;
        }
    }

    public override IEnumerable<StatedValue> State(TOwner owner, string section, string baseFolder) =>
        get(owner).SelectMany((value, i) => item.State(value, Item(Join(section, Name), i), baseFolder));

    public override JsonObject Schema(bool partial) => new()
    {
        ["description"] = Summary,
        ["type"] = new JsonArray("array", "null"),
        ["items"] = item.Schema(partial),
        ["maxItems"] = max,
    };

    private static string Item(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");
}
