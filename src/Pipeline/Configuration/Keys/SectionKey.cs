using System.Text.Json.Nodes;
using OpenVinoFlow.Pipeline.Configuration.Yaml;

namespace OpenVinoFlow.Pipeline.Configuration.Keys;

/// <summary>A key whose value is a section of its own.</summary>
/// <param name="name">Name of the key.</param>
/// <param name="content">The keys inside.</param>
/// <param name="get">The section's record; null where it is not there.</param>
/// <param name="set">Puts the record into the owner.</param>
/// <param name="isChoice">True for one of several alternatives: there only when it is given.</param>
/// <param name="summary">What it means.</param>
/// <param name="traits">Whether it is required.</param>
internal sealed class SectionKey<TOwner, T>(
    string name, Section<T> content, Func<TOwner, T?> get, Func<TOwner, T, TOwner> set, bool isChoice, string summary, KeyTraits traits)
    : Key<TOwner>(name, summary, traits) where T : class
{
    public override Section Section => content;

    public override string Reference => content.Shorthand is null ? "a section" : $"a section, or its `{content.Shorthand}` alone";

    public override TOwner Bind(TOwner owner, MappingEntry? entry, string section, Place sectionPlace, Binder binder)
    {
        string path = Join(section, Name);

        // A choice that may be left out is made by nobody then.
        if (entry is null && (isChoice || IsRequired || content.IsChoice))
        {
            if (IsRequired && !binder.Partial)
                binder.Report(sectionPlace, path, $"missing required section '{path}'");

            return owner;
        }

        if (entry is not null)
            binder.Given(path, entry.KeyPlace);

        return set(owner, content.Bind(entry?.Value, path, entry?.KeyPlace ?? sectionPlace, binder));
    }

    public override IEnumerable<StatedValue> State(TOwner owner, string section, string baseFolder) =>
        get(owner) is { } value ? content.State(value, Join(section, Name), baseFolder) : [];

    public override JsonObject Schema(bool partial)
    {
        JsonObject schema = content.Schema(partial);
        schema["description"] = Summary;
        return schema;
    }
}
