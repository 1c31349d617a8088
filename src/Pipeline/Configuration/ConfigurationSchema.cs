using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenVinoFlow.Pipeline.Configuration.Keys;

namespace OpenVinoFlow.Pipeline.Configuration;

/// <summary>The JSON schema of the YAML description, for editors; made from the same table that reads it.</summary>
public static class ConfigurationSchema
{
    /// <summary>The schema (JSON Schema draft 7), indented, ending with a line break.</summary>
    public static string ToJson()
    {
        JsonObject schema = ConfigurationKeys.Root.Schema(partial: false);
        schema.Insert(0, "$schema", "http://json-schema.org/draft-07/schema#");
        schema.Insert(1, "title", "OpenVinoFlow configuration");

        using var stream = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(stream, options))
            schema.WriteTo(writer);

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
