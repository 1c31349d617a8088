using System.Text.Json.Nodes;
using OpenVinoFlow.Pipeline.Configuration.Yaml;

namespace OpenVinoFlow.Pipeline.Configuration.Keys;

/// <summary><c>true</c> or <c>false</c>. YAML 1.1's other words are refused: they mean different things to different readers.</summary>
internal sealed class BooleanSyntax : ScalarSyntax<bool>
{
    public override string Allowed => "true or false";

    public override string Reference => "`true`, `false`";

    public override bool TryParse(string text, Place place, out bool value, out string? hint)
    {
        hint = text.ToUpperInvariant() switch
        {
            "YES" or "ON" or "Y" or "1" => "did you mean 'true'?",
            "NO" or "OFF" or "N" or "0" => "did you mean 'false'?",
            _ => null,
        };
        value = text is "true" or "True" or "TRUE";
        return value || text is "false" or "False" or "FALSE";
    }

    public override string Write(bool value) => value ? "true" : "false";

    public override JsonNode? ToJson(bool value) => JsonValue.Create(value);

    public override JsonObject Schema() => OrFromEnvironment(new JsonObject { ["type"] = "boolean" });
}
