using System.Text.Json;
using OpenVinoFlow.Pipeline.Sinks;
using OpenVinoFlow.Pipeline.Statistics;

namespace OpenVinoFlow.Pipeline.Retry;

/// <summary>Reads what <see cref="QuarantineSink"/> has written.</summary>
public static class QuarantineFile
{
    /// <summary>The ids of the inputs that failed, each once, in the order of the file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">A line is not one of a quarantine file.</exception>
    public static IReadOnlyList<string> ReadIds(string path)
    {
        var ids = new OrderedDictionary<string, bool>();
        int number = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            if (line.Length > 0)
                ids[IdOf(line) ?? throw new InvalidDataException($"{path}:{number}: not a line of a quarantine file: a JSON object with an \"id\" is needed.")] = true;
        }

        return [.. ids.Keys];
    }

    /// <summary>What the run was of, from <c>QUARANTINE.meta.json</c>; null where there is no such file.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static Provenance? ReadProvenance(string path)
    {
        string meta = path + ".meta.json";
        if (!File.Exists(meta))
            return null;

        try
        {
            using FileStream file = File.OpenRead(meta);
            return JsonSerializer.Deserialize(file, FlowJson.Default.Provenance);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{meta} is damaged: {error.Message}", error);
        }
    }

    private static string? IdOf(string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("id", out JsonElement id) && id.ValueKind == JsonValueKind.String
                    ? id.GetString()
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
