using System.Text.Json.Nodes;
using OpenVinoFlow.Pipeline.Configuration.Yaml;

namespace OpenVinoFlow.Pipeline.Configuration.Keys;

/// <summary>A value, or a word (or nothing at all) that stands for null.</summary>
/// <typeparam name="TValue">What <paramref name="inner"/> reads.</typeparam>
/// <typeparam name="TOptional">The same type, nullable.</typeparam>
internal sealed class OptionalSyntax<TValue, TOptional>(ScalarSyntax<TValue> inner, string word) : ScalarSyntax<TOptional?>
    where TValue : notnull
{
    /// <summary>The word of a value that is null only when nothing is given; in quotes it is a text like any other.</summary>
    public const string Nothing = "null";

    public override string Allowed => $"{word}, or {inner.Allowed}";

    public override string Reference => $"`{word}`, or {inner.Reference}";

    public override bool ReadsNull(string text) => true;

    public override bool TryRead(Node node, string path, Binder binder, out Reading<TOptional?> reading)
    {
        if (node is not ScalarNode { IsNull: true })
            return base.TryRead(node, path, binder, out reading);

        reading = new Reading<TOptional?>(default, word, FromEnvironment: false);
        return true;
    }

    public override bool TryParse(string text, Place place, out TOptional? value, out string? hint)
    {
        value = default;
        hint = null;
        if (text == word && word != Nothing)
            return true;

        if (!inner.TryParse(text, place, out TValue? given, out hint))
        {
            hint ??= Suggestion.Nearest(text, [word]) is { } nearest ? $"did you mean '{nearest}'?" : null;
            return false;
        }

        value = (TOptional)(object)given;
        return true;
    }

    public override string Write(TOptional? value) => value is TValue given ? inner.Write(given) : word;

    public override string Canonical(TOptional? value, string baseFolder) => value is TValue given ? inner.Canonical(given, baseFolder) : word;

    public override string? Refuse(TOptional? value) => value is TValue given ? inner.Refuse(given) : null;

    public override JsonNode? ToJson(TOptional? value) =>
        value is TValue given ? inner.ToJson(given) : word == Nothing ? null : JsonValue.Create(word);

    public override JsonObject Schema() => new()
    {
        ["anyOf"] = new JsonArray(
            inner.Schema(),
            new JsonObject { ["enum"] = word == Nothing ? new JsonArray((JsonNode?)null) : new JsonArray(word, null) }),
    };
}
