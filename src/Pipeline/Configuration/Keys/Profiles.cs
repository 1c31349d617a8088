using OpenVinoFlow.Pipeline.Configuration.Yaml;

namespace OpenVinoFlow.Pipeline.Configuration.Keys;

/// <summary>The named variants of a file, each a text to lay over the rest of it.</summary>
internal sealed class Profiles
{
    private readonly Dictionary<string, MappingNode> _profiles = [];
    private readonly Place _place;

    private Profiles(Place place)
    {
        _place = place;
    }

    public IReadOnlyCollection<MappingNode> All => _profiles.Values;

    /// <summary>Takes the profiles off a document.</summary>
    public static (MappingNode Document, Profiles Profiles) Split(MappingNode document, ProblemList problems)
    {
        if (document.Find(ProfilesKey.KeyName) is not { } entry)
            return (document, new Profiles(document.Place));

        var profiles = new Profiles(entry.KeyPlace);
        if (entry.Value is MappingNode mapping)
        {
            foreach (MappingEntry profile in mapping.Entries)
                profiles.Add(profile, problems);
        }
        else if (entry.Value is not (RefusedNode or ScalarNode { IsNull: true }))
        {
            Report(entry.Value.Place, $"is {entry.Value.Description}; allowed: a mapping from names to sections of the configuration", problems);
        }

        return (new MappingNode(document.Place, [.. document.Entries.Where(other => other != entry)]), profiles);
    }

    /// <summary>The profile of a name; null where there is none, which is then reported.</summary>
    public MappingNode? Find(string name, ProblemList problems)
    {
        if (_profiles.TryGetValue(name, out MappingNode? profile))
            return profile;

        string guess = Suggestion.Nearest(name, _profiles.Keys) is { } nearest ? $"; did you mean '{nearest}'?" : "";
        string known = _profiles.Count == 0 ? "none" : string.Join(", ", _profiles.Keys);
        problems.Add(_place, ProfilesKey.KeyName, $"unknown profile {Quoted.ForMessage(name)}{guess} (the file has: {known})");
        return null;
    }

    private void Add(MappingEntry profile, ProblemList problems)
    {
        if (FreeName.Fault(profile.Key) is { } fault)
        {
            Report(profile.KeyPlace, $"is wrong: {fault}", problems);
            return;
        }

        switch (profile.Value.In(profile.KeyPlace.Layer with { Kind = ConfigurationOriginKind.Profile, Profile = profile.Key }))
        {
            case MappingNode content:
                _profiles.Add(profile.Key, content);
                break;

            case ScalarNode { IsNull: true } empty:
                _profiles.Add(profile.Key, new MappingNode(empty.Place, []));
                break;

            case RefusedNode:
                break;

            case var other:
                Report(other.Place, $"'{profile.Key}' is {other.Description}; allowed: a mapping with keys of the configuration", problems);
                break;
        }
    }

    private static void Report(Place place, string message, ProblemList problems) =>
        problems.Add(place, ProfilesKey.KeyName, $"{ProfilesKey.KeyName} {message}");
}
