using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using OpenVinoFlow.Pipeline.Measuring.Tuning;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>How measurements look as JSON: snake case, indented.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(BenchReport))]
[JsonSerializable(typeof(Comparison))]
[JsonSerializable(typeof(TuningReport))]
[JsonSerializable(typeof(TunedProfile))]
[JsonSerializable(typeof(TuningKey))]
public sealed partial class MeasuringJson : JsonSerializerContext;

/// <summary>Measurements in files.</summary>
public static class BenchFile
{
    /// <summary>Writes a report; its folder is made when it is missing.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, BenchReport report)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        using FileStream file = File.Create(path);
        using var writer = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        JsonSerializer.Serialize(writer, report, MeasuringJson.Default.BenchReport);
    }

    /// <summary>Reads what <see cref="Write"/> or <c>ovflow bench --json</c> wrote.</summary>
    /// <exception cref="InvalidDataException">It is no such file; the message says what it is.</exception>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static BenchReport Read(string path)
    {
        using FileStream file = File.OpenRead(path);
        try
        {
            BenchReport report = JsonSerializer.Deserialize(file, MeasuringJson.Default.BenchReport)
                ?? throw new InvalidDataException($"{path} holds nothing; a file written by ovflow bench --json is needed.");
            return report.Format == BenchReport.CurrentFormat
                ? report
                : throw new InvalidDataException($"{path} has the format '{report.Format}'; this version reads '{BenchReport.CurrentFormat}'.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path} is not a measurement: {error.Message} A file written by ovflow bench --json is needed.", error);
        }
    }
}
