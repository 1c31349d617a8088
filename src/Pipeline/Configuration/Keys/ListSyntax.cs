using System.Globalization;
using System.Text.Json.Nodes;
using OpenVinoFlow.Pipeline.Configuration.Yaml;

namespace OpenVinoFlow.Pipeline.Configuration.Keys;

/// <summary>
/// A list of values of one kind, from <paramref name="min"/> to <paramref name="max"/> of them, or none where that means something; where one is
/// enough it may stand without brackets.
/// </summary>
internal sealed class ListSyntax<T>(ScalarSyntax<T> item, string allowed, int min, int max, bool mayBeEmpty = false) : ValueSyntax<IReadOnlyList<T>>
{
    public override string Allowed => allowed;

    public override bool IsScalar => false;

    public override bool TryRead(Node node, string path, Binder binder, out Reading<IReadOnlyList<T>> reading)
    {
        reading = default;
        IReadOnlyList<Node> nodes = node is SequenceNode sequence ? sequence.Items : [node];
        if (node is MappingNode or ScalarNode { IsNull: true })
        {
            binder.Report(node, path, $"{path} {(node is MappingNode ? "is a mapping" : "has no value")}; allowed: {Allowed}");
            return false;
        }

        if (!Allows(nodes.Count))
        {
            binder.Report(node, path, $"{path} has {Count(nodes.Count)}; allowed: {Allowed}");
            return false;
        }

        var readings = new List<Reading<T>>(nodes.Count);
        for (int i = 0; i < nodes.Count; i++)
        {
            string itemPath = node is SequenceNode ? string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]") : path;
            if (item.TryRead(nodes[i], itemPath, binder, out Reading<T> one))
                readings.Add(one);
        }

        reading = new Reading<IReadOnlyList<T>>(
            [.. readings.Select(one => one.Value)],
            $"[{string.Join(", ", readings.Select(one => one.Shown))}]",
            readings.Exists(one => one.FromEnvironment));
        return readings.Count == nodes.Count;
    }

    public override string Write(IReadOnlyList<T> value) => $"[{string.Join(", ", value.Select(item.Write))}]";

    public override string? Refuse(IReadOnlyList<T> value) =>
        !Allows(value.Count)
            ? $"has {Count(value.Count)}; allowed: {Allowed}"
            : value.Select(item.Refuse).FirstOrDefault(fault => fault is not null);

    public override JsonNode? ToJson(IReadOnlyList<T> value) => new JsonArray([.. value.Select(item.ToJson)]);

    public override JsonObject Schema()
    {
        var list = new JsonObject { ["type"] = "array", ["items"] = item.Schema(), ["minItems"] = mayBeEmpty ? 0 : min, ["maxItems"] = max };
        return min <= 1 ? new JsonObject { ["anyOf"] = new JsonArray(list, item.Schema()) } : list;
    }

    private bool Allows(int count) => (count >= min && count <= max) || (count == 0 && mayBeEmpty);

    private static string Count(int count) => count == 1 ? "1 value" : string.Create(CultureInfo.InvariantCulture, $"{count} values");
}
