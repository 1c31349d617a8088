using OpenVinoFlow.Pipeline.Configuration.Yaml;

namespace OpenVinoFlow.Pipeline.Configuration.Keys;

/// <summary>
/// Lays one text over another. Sections and mappings are merged key by key, values and whole lists replaced; a different choice
/// (another kind of source) replaces the choice below it.
/// </summary>
internal static class Overlay
{
    public static MappingNode Merge(Section section, MappingNode? lower, MappingNode upper, ProblemList problems, string path = "")
    {
        bool isOtherChoice = section.IsChoice && upper.Entries.Any(entry => section.Find(entry.Key) is not null);
        var entries = new List<MappingEntry>();

        foreach (MappingEntry entry in lower?.Entries ?? [])
        {
            if (upper.Find(entry.Key) is null && !isOtherChoice)
                entries.Add(entry);
        }

        foreach (MappingEntry entry in upper.Entries)
        {
            Key? key = section.Find(entry.Key);
            Node value = Merge(key, lower?.Find(entry.Key)?.Value, entry.Value, problems, Key.Join(path, entry.Key));
            entries.Add(entry with { Value = value });
        }

        return new MappingNode(upper.Place, entries);
    }

    private static Node Merge(Key? key, Node? lower, Node upper, ProblemList problems, string path)
    {
        if (upper is ItemNode item)
            return MergeItem(key!.Section!, lower, item, problems, path);

        if (key is { IsMap: true })
            return (lower, upper) is (MappingNode below, MappingNode above) ? MergeMaps(below, above) : upper;

        if (key?.Section is not { } section || key.IsSectionList)
            return upper;

        // An empty section changes nothing.
        if (upper is ScalarNode { IsNull: true })
            return lower ?? upper;

        Node? expandedLower = lower is null ? null : section.Expand(lower);
        return section.Expand(upper) is MappingNode mapping ? Merge(section, expandedLower as MappingNode, mapping, problems, path) : upper;
    }

    private static MappingNode MergeMaps(MappingNode lower, MappingNode upper)
    {
        var replaced = upper.Entries.Select(entry => entry.Key).ToHashSet();
        return new MappingNode(upper.Place, [.. lower.Entries.Where(entry => !replaced.Contains(entry.Key)), .. upper.Entries]);
    }

    private static Node MergeItem(Section section, Node? lower, ItemNode upper, ProblemList problems, string path)
    {
        List<Node> items = lower is SequenceNode sequence ? [.. sequence.Items] : [];
        if (upper.Index > items.Count)
        {
            problems.Add(upper.Place, path, $"{path}[{upper.Index}] is beyond the end of the list; {path}[{items.Count}] would add an item");
            return lower ?? new SequenceNode(upper.Place, []);
        }

        if (upper.Index == items.Count)
            items.Add(new ScalarNode(upper.Place, "", isPlain: true));

        Node below = section.Expand(items[upper.Index]), above = section.Expand(upper.Item);
        items[upper.Index] = above is MappingNode mapping
            ? Merge(section, below as MappingNode, mapping, problems, $"{path}[{upper.Index}]")
            : above;
        return new SequenceNode(upper.Place, items);
    }
}
