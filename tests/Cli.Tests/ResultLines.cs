using System.Text.Json;

namespace OpenVinoFlow.Cli.Tests;

/// <summary>A file of one JSON object a line, as somebody who uses it reads it.</summary>
internal static class ResultLines
{
    /// <summary>The lines by id; fails when a line is not whole JSON or an id occurs twice.</summary>
    public static Dictionary<string, JsonElement> Read(string path)
    {
        string text = File.ReadAllText(path);
        Assert.True(text.Length == 0 || text[^1] == '\n', "the last line is not whole");

        var lines = new Dictionary<string, JsonElement>();
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement.Clone();
            Assert.True(lines.TryAdd(root.GetProperty("id").GetString()!, root), $"{line}: the id occurs twice");
        }

        return lines;
    }

    public static string Text(this JsonElement line, string property) => line.GetProperty(property).GetString()!;
}
