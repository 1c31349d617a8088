using System.Text.Json;
using System.Text.Json.Serialization;
using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.OnnxRuntime;

/// <summary>Reads what ONNX Runtime's profiler writes: a JSON array with an event for each run of each node.</summary>
internal static class OnnxProfile
{
    private const string NodeCategory = "Node";
    private const string KernelSuffix = "_kernel_time";

    /// <summary>Mean time and number of runs of each node, in the order in which they first ran.</summary>
    public static IReadOnlyList<LayerTime> Read(string path)
    {
        var nodes = new OrderedDictionary<string, (OnnxProfileEvent First, long Microseconds, long Calls)>();
        using FileStream file = File.OpenRead(path);
        foreach (OnnxProfileEvent? entry in JsonSerializer.DeserializeAsyncEnumerable(file, OnnxProfileJson.Default.OnnxProfileEvent).ToBlockingEnumerable())
        {
            if (entry is not { Category: NodeCategory, Arguments: not null } || !entry.Name.EndsWith(KernelSuffix, StringComparison.Ordinal))
                continue;

            string name = entry.Name[..^KernelSuffix.Length];
            (OnnxProfileEvent first, long microseconds, long calls) = nodes.TryGetValue(name, out var seen) ? seen : (entry, 0, 0);
            nodes[name] = (first, microseconds + entry.Duration, calls + 1);
        }

        return
        [
            .. nodes.Select(node => new LayerTime(
                node.Key,
                node.Value.First.Arguments!.Operation ?? "",
                node.Value.First.Arguments.Provider ?? "",
                "executed",
                (double)node.Value.Microseconds / node.Value.Calls,
                node.Value.Calls)),
        ];
    }
}

internal sealed record OnnxProfileEvent(
    [property: JsonPropertyName("cat")] string Category,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("dur")] long Duration,
    [property: JsonPropertyName("args")] OnnxProfileArguments? Arguments);

internal sealed record OnnxProfileArguments(
    [property: JsonPropertyName("op_name")] string? Operation,
    [property: JsonPropertyName("provider")] string? Provider);

[JsonSerializable(typeof(OnnxProfileEvent))]
internal sealed partial class OnnxProfileJson : JsonSerializerContext;
