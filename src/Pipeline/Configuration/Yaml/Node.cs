namespace OpenVinoFlow.Pipeline.Configuration.Yaml;

/// <summary>A piece of a configuration text that knows where it was written. Immutable.</summary>
internal abstract class Node(Place place)
{
    public Place Place { get; } = place;

    /// <summary>What messages call it: <c>a list</c>, <c>a mapping</c>.</summary>
    public abstract string Description { get; }

    /// <summary>The same text, said to belong to another layer.</summary>
    public abstract Node In(Layer layer);
}

/// <summary>A single value.</summary>
internal sealed class ScalarNode(Place place, string text, bool isPlain) : Node(place)
{
    /// <summary>The text without quotes, <c>${env:NAME}</c> not yet replaced.</summary>
    public string Text { get; } = text;

    /// <summary>YAML's null: nothing, <c>~</c> or <c>null</c> without quotes.</summary>
    public bool IsNull => isPlain && Text is "" or "~" or "null" or "Null" or "NULL";

    public override string Description => "a single value";

    public override Node In(Layer layer) => new ScalarNode(Place with { Layer = layer }, Text, isPlain);
}

/// <summary>A list.</summary>
internal sealed class SequenceNode(Place place, IReadOnlyList<Node> items) : Node(place)
{
    public IReadOnlyList<Node> Items { get; } = items;

    public override string Description => "a list";

    public override Node In(Layer layer) => new SequenceNode(Place with { Layer = layer }, [.. Items.Select(item => item.In(layer))]);
}

/// <summary>Keys with values; every key occurs once.</summary>
internal sealed class MappingNode(Place place, IReadOnlyList<MappingEntry> entries) : Node(place)
{
    public IReadOnlyList<MappingEntry> Entries { get; } = entries;

    public override string Description => "a mapping";

    public MappingEntry? Find(string key)
    {
        foreach (MappingEntry entry in Entries)
        {
            if (entry.Key == key)
                return entry;
        }

        return null;
    }

    public override Node In(Layer layer) => new MappingNode(
        Place with { Layer = layer },
        [.. Entries.Select(entry => new MappingEntry(entry.Key, entry.KeyPlace with { Layer = layer }, entry.Value.In(layer)))]);
}

/// <summary>One key of a mapping.</summary>
internal sealed record MappingEntry(string Key, Place KeyPlace, Node Value);

/// <summary>An override of one item of a list, <c>sinks[1]…</c>: becomes part of a <see cref="SequenceNode"/> when it is laid over one.</summary>
internal sealed class ItemNode(Place place, int index, Node item) : Node(place)
{
    public int Index { get; } = index;

    public Node Item { get; } = item;

    public override string Description => "an item of a list";

    public override Node In(Layer layer) => new ItemNode(Place with { Layer = layer }, Index, Item.In(layer));
}

/// <summary>Something that was already reported as a problem and has no value.</summary>
internal sealed class RefusedNode(Place place) : Node(place)
{
    public override string Description => "nothing";

    public override Node In(Layer layer) => new RefusedNode(Place with { Layer = layer });
}
