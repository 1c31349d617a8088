using System.Text.Json.Nodes;
using OpenVinoFlow.Pipeline.Configuration.Yaml;

namespace OpenVinoFlow.Pipeline.Configuration.Keys;

/// <summary>A key with a value or a list of values. Its default is what the section's seed holds.</summary>
internal sealed class ValueKey<TOwner, T>(
    string name, ValueSyntax<T> syntax, Func<TOwner, T> get, Func<TOwner, T, TOwner> set, TOwner seed, string summary, KeyTraits traits)
    : Key<TOwner>(name, summary, traits)
{
    public override bool IsScalar => syntax.IsScalar;

    public override string Reference => syntax.Reference;

    // A seed's empty text stands for nothing, not for a default.
    public override string? Default => IsRequired || get(seed) is "" ? null : syntax.Write(get(seed));

    public override TOwner Bind(TOwner owner, MappingEntry? entry, string section, Place sectionPlace, Binder binder)
    {
        string path = Join(section, Name);

        if (entry is null)
        {
            if (!IsRequired)
                binder.Resolve(section, Name, syntax.Write(get(owner)), ConfigurationOrigin.Default);
            else if (!binder.Partial)
                binder.Report(sectionPlace, path, $"missing required key '{path}'; allowed: {syntax.Allowed}");

            return owner;
        }

        binder.Given(path, entry.KeyPlace);
        if (!syntax.TryRead(entry.Value, path, binder, out Reading<T> reading))
            return owner;

        binder.Resolve(section, Name, reading.Shown, entry.Value.Place.ToOrigin(reading.FromEnvironment));
        return set(owner, reading.Value);
    }

    public override IEnumerable<StatedValue> State(TOwner owner, string section, string baseFolder)
    {
        T value = get(owner);
        yield return new StatedValue(Join(section, Name), ShapesResults ? syntax.Canonical(value, baseFolder) : null, syntax.Refuse(value));
    }

    public override JsonObject Schema(bool partial)
    {
        JsonObject schema = syntax.Schema();
        schema["description"] = Summary;
        if (Default is not null)
            schema["default"] = syntax.ToJson(get(seed));

        return schema;
    }
}
