using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Parquet.Serialization;

namespace OpenVinoFlow.Cli.Tests.Resume;

/// <summary>Everything a run has written, as sorted lines, so that two runs can be compared whatever the order in which they finished images.</summary>
internal static class RunOutputs
{
    public static async Task<IReadOnlyDictionary<string, string[]>> ReadAsync(string folder)
    {
        var outputs = new Dictionary<string, string[]>
        {
            ["files"] = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal)],
            ["results.jsonl"] = Lines(Path.Combine(folder, "results.jsonl")),
            ["quarantine.jsonl"] = Lines(Path.Combine(folder, "quarantine.jsonl")),
            ["raw"] = Rows(Path.Combine(folder, "raw")),
            ["results.parquet"] = await ParquetAsync(Path.Combine(folder, "results.parquet")),
            ["results.db"] = Table(Path.Combine(folder, "results.db"), "SELECT seq, id, status, class, label, score, stage, reason, message, attempts, width, height, hex(output_probabilities) FROM results"),
            ["scores"] = Table(Path.Combine(folder, "results.db"), "SELECT id, rank, scores.class, scores.label, scores.score FROM scores JOIN results USING (row)"),
        };
        return outputs;
    }

    /// <summary>What differs, in words; null when nothing does.</summary>
    public static string? Difference(IReadOnlyDictionary<string, string[]> expected, IReadOnlyDictionary<string, string[]> actual)
    {
        foreach ((string name, string[] lines) in expected)
        {
            string[] found = actual[name];
            if (lines.SequenceEqual(found))
                continue;

            string[] twice = [.. found.CountBy(line => line).Where(count => count.Value > 1).Select(count => count.Key).Take(3)];
            return $"{name}: {lines.Length} lines expected, {found.Length} found; missing: {string.Join(" | ", lines.Except(found).Take(3))}; "
                + $"too many: {string.Join(" | ", found.Except(lines).Take(3))}; twice: {string.Join(" | ", twice)}";
        }

        return null;
    }

    private static string[] Lines(string path)
    {
        string text = File.ReadAllText(path);
        Assert.True(text.Length == 0 || text[^1] == '\n', $"the last line of {path} is not whole");
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
    }

    /// <summary>The rows of the NumPy file with the ids of the index.</summary>
    private static string[] Rows(string folder)
    {
        byte[] file = File.ReadAllBytes(Path.Combine(folder, "probabilities.npy"));
        int data = 10 + BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(8));
        string[] index = File.ReadAllLines(Path.Combine(folder, "index.jsonl"));
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"'shape': ({index.Length}, 8,)"), Encoding.ASCII.GetString(file, 0, data), StringComparison.Ordinal);
        Assert.Equal(data + (index.Length * 8 * sizeof(float)), file.Length);

        return
        [
            .. index.Select((line, i) =>
            {
                using JsonDocument entry = JsonDocument.Parse(line);
                Assert.Equal(i, entry.RootElement.GetProperty("row").GetInt32());
                return $"{entry.RootElement.Text("id")} {entry.RootElement.GetProperty("seq")} {Convert.ToHexString(file, data + (i * 32), 32)}";
            }).Order(StringComparer.Ordinal),
        ];
    }

    private static async Task<string[]> ParquetAsync(string path)
    {
        await using FileStream file = File.OpenRead(path);
        var rows = new List<string>();
        var table = await ParquetSerializer.DeserializeUntypedAsync(file);
        foreach (Dictionary<string, object> row in table.Data)
            rows.Add(JsonSerializer.Serialize(row));
        Assert.All(rows.Where(row => row.Contains("\"ok\"", StringComparison.Ordinal)), row => Assert.Equal(5, JsonDocument.Parse(row).RootElement.GetProperty("top_label").GetArrayLength()));
        return [.. rows.Order(StringComparer.Ordinal)];
    }

    private static string[] Table(string path, string query)
    {
        using var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = query;
        using SqliteDataReader reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
        return [.. rows.Order(StringComparer.Ordinal)];
    }
}
