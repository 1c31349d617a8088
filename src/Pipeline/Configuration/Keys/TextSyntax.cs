using System.Text.Json.Nodes;
using OpenVinoFlow.Pipeline.Configuration.Yaml;

namespace OpenVinoFlow.Pipeline.Configuration.Keys;

/// <summary>Text on one line; the rules of a kind of text come as a function that names what is wrong.</summary>
internal sealed class TextSyntax(string allowed, Func<string, string?>? rule = null, bool mayBeEmpty = false) : ScalarSyntax<string>
{
    public override string Allowed => allowed;

    public override string Reference => allowed.Replace('\'', '`');

    protected override bool MayBeSecret => true;

    public override bool TryParse(string text, Place place, out string value, out string? hint)
    {
        value = text;
        hint = Fault(text);
        return hint is null;
    }

    public override string Write(string value) => Quoted.ForYaml(Interpolation.Protect(value));

    public override string? Refuse(string value) =>
        Fault(value) is { } fault ? $"is {Quoted.ForMessage(value)}; allowed: {Allowed}; {fault}" : null;

    public override JsonNode? ToJson(string value) => JsonValue.Create(value);

    public override JsonObject Schema() => new() { ["type"] = new JsonArray("string", "number", "boolean"), ["minLength"] = mayBeEmpty ? 0 : 1 };

    private string? Fault(string text) =>
        text.Length == 0 && !mayBeEmpty ? "it is empty"
        : text.Length > ConfigurationLimits.MaxScalarLength ? $"it is longer than {ConfigurationLimits.MaxScalarLength} characters"
        : text.Any(char.IsControl) ? "it holds a control character or a line break"
        : rule?.Invoke(text);
}
