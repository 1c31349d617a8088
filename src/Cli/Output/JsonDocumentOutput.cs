using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace OpenVinoFlow.Cli.Output;

/// <summary>The one JSON document a command prints on standard output, with a line end after it.</summary>
internal sealed class JsonDocumentOutput : IDisposable
{
    private readonly Stream _stream = Console.OpenStandardOutput();

    private JsonDocumentOutput() =>
        Writer = new Utf8JsonWriter(_stream, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public Utf8JsonWriter Writer { get; }

    public static JsonDocumentOutput Open() => new();

    /// <summary>Prints a value as the document.</summary>
    public static void Print<T>(T value, JsonTypeInfo<T> type)
    {
        using JsonDocumentOutput output = Open();
        JsonSerializer.Serialize(output.Writer, value, type);
    }

    public void Dispose()
    {
        Writer.Dispose();
        _stream.Write("\n"u8);
        _stream.Dispose();
    }
}
