using System.Globalization;
using OpenVinoFlow.Pipeline.Configuration.Yaml;

namespace OpenVinoFlow.Pipeline.Configuration.Keys;

/// <summary>
/// An override, <c>KEY=VALUE</c>, as a text that can be laid over the file: <c>sinks[0].jsonl.top_k=1</c>. The value of a key that takes one
/// value is taken as it is; the value of a list, mapping or section is YAML.
/// </summary>
internal static class Override
{
    /// <summary>The mapping that sets just this key; null where a problem was reported.</summary>
    public static MappingNode? Parse(string argument, Section root, string currentFolder, ProblemList problems)
    {
        var layer = new Layer(ConfigurationOriginKind.Override, $"--set {Shorten(argument)}", currentFolder);
        var place = new Place(layer, 0, 0);

        int equals = argument.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            problems.Add(place, "", "expected KEY=VALUE, for example infer.batch=4");
            return null;
        }

        string name = argument[..equals].Trim(), value = argument[(equals + 1)..];
        if (name.Length > ConfigurationLimits.MaxScalarLength || value.Length > ConfigurationLimits.MaxScalarLength)
        {
            problems.Add(place, "", $"longer than {ConfigurationLimits.MaxScalarLength} characters");
            return null;
        }

        return Build(name, "", value, root, root, place, problems);
    }

    private static MappingNode? Build(string rest, string path, string value, Section section, Section root, Place place, ProblemList problems)
    {
        int end = rest.IndexOfAny(['.', '[']);
        string name = end < 0 ? rest : rest[..end];
        rest = end < 0 ? "" : rest[end..];

        if (section.Find(name) is not { } key)
        {
            problems.Add(place, Key.Join(path, name), section.DescribeUnknown(name, path, root));
            return null;
        }

        path = Key.Join(path, name);
        Node? node = key switch
        {
            { IsMap: true } when rest.Length > 1 && rest[0] == '.' => MapEntry(rest[1..], value, place),
            { IsSectionList: true } when rest.Length > 0 && rest[0] == '[' => Item(rest, path, value, key.Section!, root, place, problems),
            { Section: { } inner, IsSectionList: false } when rest.Length > 1 && rest[0] == '.' =>
                Build(rest[1..], path, value, inner, root, place, problems),
            _ when rest.Length == 0 => Value(IsLiteral(key, value), value, place, problems),
            _ => Refuse(key, path, place, problems),
        };

        return node is null ? null : new MappingNode(place, [new MappingEntry(name, place, node)]);
    }

    private static ItemNode? Item(string rest, string path, string value, Section item, Section root, Place place, ProblemList problems)
    {
        int close = rest.IndexOf(']', StringComparison.Ordinal);
        if (close < 0 || !int.TryParse(rest.AsSpan(1, close - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int index))
        {
            problems.Add(place, path, $"expected a number in brackets after {path}, for example {path}[0]");
            return null;
        }

        string inner = rest[(close + 1)..];
        if (inner is not ("" or ['.', _, ..]))
        {
            problems.Add(place, path, $"expected '.' and a key after {path}[{index}]; allowed: {item.Names}");
            return null;
        }

        Node? node = inner.Length == 0
            ? Value(isLiteral: false, value, place, problems)
            : Build(inner[1..], $"{path}[{index}]", value, item, root, place, problems);
        return node is null ? null : new ItemNode(place, index, node);
    }

    private static bool IsLiteral(Key key, string value) =>
        key.IsScalar || (key.Section?.Shorthand is not null && !value.TrimStart().StartsWith('{'));

    private static Node? Value(bool isLiteral, string value, Place place, ProblemList problems) =>
        isLiteral || value.Trim().Length == 0
            ? new ScalarNode(place, value.Trim(), isPlain: true)
            : DocumentReader.Read(value, place.Layer, problems);

    private static MappingNode MapEntry(string name, string value, Place place) =>
        new(place, [new MappingEntry(name, place, new ScalarNode(place, value, isPlain: false))]);

    private static Node? Refuse(Key key, string path, Place place, ProblemList problems)
    {
        problems.Add(place, path, key switch
        {
            { IsSectionList: true } => $"{path} is a list: name the item, for example {path}[0].{key.Section!.Keys[0].Name}",
            { Section: not null } => $"{path} is a section; allowed in it: {key.Section.Names}",
            { IsScalar: false, IsMap: false } => $"{path} is a list of values and is set as a whole: {path}=[…]",
            _ => $"{path} has no keys or items inside",
        });
        return null;
    }

    private static string Shorten(string argument)
    {
        string shown = Quoted.ForMessage(argument);
        return shown[1..^1];
    }
}
