using System.Text.Json.Nodes;
using OpenVinoFlow.Pipeline.Configuration.Yaml;

namespace OpenVinoFlow.Pipeline.Configuration.Keys;

/// <summary>
/// The file's named variants. The reader takes them off the file before anything is bound, so what is met here stands where none may be.
/// </summary>
internal sealed class ProfilesKey<TOwner>(Section<TOwner> root)
    : Key<TOwner>(ProfilesKey.KeyName, ProfilesKey.Meaning, KeyTraits.None)
    where TOwner : class
{
    public override bool IsMap => true;

    public override string Reference => "a mapping from names to parts of a configuration";

    public override string Default => "{}";

    public override TOwner Bind(TOwner owner, MappingEntry? entry, string section, Place sectionPlace, Binder binder)
    {
        if (entry is not null)
            binder.Report(entry.KeyPlace, Join(section, Name), $"{Name} may stand at the top of the file only");

        return owner;
    }

    public override IEnumerable<StatedValue> State(TOwner owner, string section, string baseFolder) => [];

    public override JsonObject? Schema(bool partial) => partial ? null : new()
    {
        ["description"] = Summary,
        ["type"] = new JsonArray("object", "null"),
        ["additionalProperties"] = root.Schema(partial: true),
    };
}

/// <summary>What is the same for all.</summary>
internal static class ProfilesKey
{
    public const string KeyName = "profiles";
    public const string Meaning =
        "Named variants: each a part of this configuration that is laid over the rest when it is chosen (`--profile NAME`).";
}
