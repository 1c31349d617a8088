using System.Text.Json.Nodes;
using OpenVinoFlow.Pipeline.Configuration.Yaml;

namespace OpenVinoFlow.Pipeline.Configuration.Keys;

/// <summary>A word that stands for a value, and what it means.</summary>
internal sealed record Word<T>(string Text, T Value, string Meaning);

/// <summary>One of a few words.</summary>
internal sealed class WordSyntax<T>(params Word<T>[] words) : ScalarSyntax<T> where T : struct, Enum
{
    public override string Allowed => string.Join(", ", words.Select(word => word.Text));

    public override string Reference => string.Join("<br>", words.Select(word => $"`{word.Text}`: {word.Meaning}"));

    public override bool ReadsNull(string text) => words.Any(word => word.Text == text);

    public override bool TryParse(string text, Place place, out T value, out string? hint)
    {
        foreach (Word<T> word in words)
        {
            if (word.Text == text)
            {
                (value, hint) = (word.Value, null);
                return true;
            }
        }

        value = default;
        hint = Suggestion.Nearest(text, words.Select(word => word.Text)) is { } nearest ? $"did you mean '{nearest}'?" : null;
        return false;
    }

    public override string Write(T value) => Find(value)?.Text ?? value.ToString();

    public override string? Refuse(T value) => Find(value) is null ? $"is {value}; allowed: {Allowed}" : null;

    public override JsonObject Schema()
    {
        IEnumerable<JsonObject> alternatives = words.Select(word => new JsonObject { ["const"] = word.Text, ["description"] = word.Meaning });
        return OrFromEnvironment([.. alternatives, .. ReadsNull("null") ? [new JsonObject { ["type"] = "null" }] : Array.Empty<JsonObject>()]);
    }

    private Word<T>? Find(T value) => Array.Find(words, word => EqualityComparer<T>.Default.Equals(word.Value, value));
}
