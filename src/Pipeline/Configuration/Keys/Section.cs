using System.Text.Json.Nodes;
using OpenVinoFlow.Pipeline.Configuration.Yaml;

namespace OpenVinoFlow.Pipeline.Configuration.Keys;

/// <summary>The keys that may stand together in one mapping.</summary>
internal abstract class Section
{
    public abstract IReadOnlyList<Key> Keys { get; }

    /// <summary>True where exactly one of the keys must be given.</summary>
    public bool IsChoice { get; protected init; }

    /// <summary>The key whose value may stand for the whole section: <c>images: photos</c> is <c>images: { path: photos }</c>.</summary>
    public string? Shorthand { get; protected init; }

    /// <summary>The names of the keys, for messages.</summary>
    public string Names => string.Join(", ", Keys.Select(key => key.Name));

    public Key? Find(string name)
    {
        foreach (Key key in Keys)
        {
            if (key.Name == name)
                return key;
        }

        return null;
    }

    /// <summary>Writes the shorthand out.</summary>
    public Node Expand(Node node) => Shorthand is not null && node is ScalarNode { IsNull: false }
        ? new MappingNode(node.Place, [new MappingEntry(Shorthand, node.Place, node)])
        : node;

    /// <summary>What to tell somebody who wrote a key that isn't one.</summary>
    public string DescribeUnknown(string name, string path, Section root)
    {
        string place = path.Length == 0 ? "at the top" : $"in '{path}'";
        string? suggestion = Suggestion.Nearest(name, Keys.Select(key => key.Name));

        if (suggestion is null)
        {
            string[] elsewhere = [.. root.PathsOf(name, "").Take(2)];
            if (elsewhere.Length == 1)
                suggestion = elsewhere[0];
        }

        string guess = suggestion is null ? "" : $"; did you mean '{suggestion}'?";
        return $"unknown key {Quoted.ForMessage(name)} {place}{guess} (allowed: {Names})";
    }

    private IEnumerable<string> PathsOf(string name, string section)
    {
        foreach (Key key in Keys)
        {
            string path = Key.Join(section, key.Name);
            if (key.Name == name)
                yield return path;

            if (key.Section is null)
                continue;

            foreach (string inner in key.Section.PathsOf(name, key.IsSectionList ? $"{path}[]" : path))
                yield return inner;
        }
    }
}

/// <summary>The keys of <typeparamref name="T"/>, in the order of the reference. Put together once, then only read.</summary>
internal sealed class Section<T> : Section where T : class
{
    private readonly List<Key<T>> _keys = [];
    private readonly T _seed;

    /// <param name="seed">A record whose values are the defaults; null for a choice between records of different types.</param>
    /// <param name="isChoice">True where exactly one of the keys must be given.</param>
    /// <param name="shorthand">The key whose value may stand for the whole section.</param>
    public Section(T seed, bool isChoice = false, string? shorthand = null)
    {
        _seed = seed;
        IsChoice = isChoice;
        Shorthand = shorthand;
    }

    public override IReadOnlyList<Key> Keys => _keys;

    public Section<T> Value<TValue>(
        string name, ValueSyntax<TValue> syntax, Func<T, TValue> get, Func<T, TValue, T> set, string summary, KeyTraits traits = KeyTraits.None)
    {
        _keys.Add(new ValueKey<T, TValue>(name, syntax, get, set, _seed, summary, traits));
        return this;
    }

    public Section<T> Map(
        string name,
        TextSyntax value,
        Func<T, IReadOnlyDictionary<string, string>> get,
        Func<T, IReadOnlyDictionary<string, string>, T> set,
        string summary,
        KeyTraits traits)
    {
        _keys.Add(new MapKey<T>(name, value, get, set, summary, traits));
        return this;
    }

    public Section<T> Inner<TInner>(
        string name, Section<TInner> content, Func<T, TInner?> get, Func<T, TInner, T> set, string summary, KeyTraits traits = KeyTraits.None)
        where TInner : class
    {
        _keys.Add(new SectionKey<T, TInner>(name, content, get, set, IsChoice, summary, traits));
        return this;
    }

    public Section<T> List<TItem>(
        string name, Section<TItem> item, Func<T, IReadOnlyList<TItem>> get, Func<T, IReadOnlyList<TItem>, T> set, int max, string summary)
        where TItem : class
    {
        _keys.Add(new SectionListKey<T, TItem>(name, item, get, set, max, summary));
        return this;
    }

    /// <summary>Named variants of this very section.</summary>
    public Section<T> Profiles()
    {
        _keys.Add(new ProfilesKey<T>(this));
        return this;
    }

    /// <summary>The record that <paramref name="node"/> describes; meaningless where a problem was reported.</summary>
    /// <param name="node">The section as it was given; null where it wasn't.</param>
    /// <param name="path">Path of the section.</param>
    /// <param name="place">Where its key stands: what is missing in it is reported there.</param>
    /// <param name="binder">The pass.</param>
    public T Bind(Node? node, string path, Place place, Binder binder)
    {
        MappingNode? mapping = null;
        if (node is not (null or ScalarNode { IsNull: true }))
        {
            mapping = Expand(node) as MappingNode;
            if (mapping is null)
            {
                binder.Report(node, path, $"{path} is {node.Description}; allowed: a mapping with the keys {Names}");
                return _seed;
            }

            CheckNames(mapping, path, binder);
        }

        if (IsChoice)
            CheckChoice(mapping, path, place, binder);

        T owner = _seed;
        foreach (Key<T> key in _keys)
            owner = key.Bind(owner, mapping?.Find(key.Name), path, place, binder);

        return owner;
    }

    /// <summary>What a record holds, key by key.</summary>
    public IEnumerable<StatedValue> State(T owner, string path, string baseFolder)
    {
        int given = 0;
        foreach (Key<T> key in _keys)
        {
            bool isGiven = false;
            foreach (StatedValue value in key.State(owner, path, baseFolder))
            {
                isGiven = true;
                yield return value;
            }

            given += isGiven ? 1 : 0;
        }

        if (IsChoice && given > 1)
            yield return new StatedValue(path, null, $"is set to more than one of {Names}; allowed: exactly one");
    }

    /// <summary>The JSON schema of the section; a partial one, of what is laid over another, demands nothing.</summary>
    public JsonObject Schema(bool partial)
    {
        var properties = new JsonObject();
        foreach (Key key in Keys)
        {
            if (key.Schema(partial) is { } content)
                properties[key.Name] = content;
        }

        var schema = new JsonObject
        {
            ["type"] = new JsonArray("object", "null"),
            ["additionalProperties"] = false,
            ["properties"] = properties,
        };
        JsonNode[] required = [.. Keys.Where(key => key.IsRequired).Select(key => (JsonNode)key.Name)];
        if (required.Length > 0 && !partial)
        {
            schema["type"] = "object";
            schema["required"] = new JsonArray(required);
        }

        if (IsChoice)
        {
            schema["type"] = "object";
            schema["minProperties"] = 1;
            schema["maxProperties"] = 1;
        }

        return Shorthand is null ? schema : new JsonObject { ["anyOf"] = new JsonArray(schema, Find(Shorthand)!.Schema(partial)) };
    }

    private void CheckNames(MappingNode mapping, string path, Binder binder)
    {
        foreach (MappingEntry entry in mapping.Entries)
        {
            if (Find(entry.Key) is null)
                binder.Report(entry.KeyPlace, Key.Join(path, entry.Key), DescribeUnknown(entry.Key, path, binder.Root));
        }
    }

    private void CheckChoice(MappingNode? mapping, string path, Place place, Binder binder)
    {
        MappingEntry[] given = [.. (mapping?.Entries ?? []).Where(entry => Find(entry.Key) is not null)];
        if (given.Length > 1)
        {
            string all = string.Join(", ", given.Select(entry => entry.Key));
            binder.Report(given[1].KeyPlace, path, $"{path} takes exactly one of {Names}; given: {all}");
        }
        else if (given.Length == 0 && !binder.Partial && mapping is not { Entries.Count: > 0 })
            binder.Report(place, path, $"{path} needs exactly one of {Names}");
    }
}
