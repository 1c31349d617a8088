using System.Text.Json;
using OpenVinoFlow.Pipeline.Sinks;
using OpenVinoFlow.Pipeline.Statistics;

namespace OpenVinoFlow.Cli.Output;

/// <summary>The report as a JSON file.</summary>
internal static class ReportFile
{
    /// <exception cref="SinkException">The file cannot be written.</exception>
    public static void Write(string path, FlowReport report)
    {
        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            using FileStream file = File.Create(path);
            JsonSerializer.Serialize(file, report, FlowJson.Default.FlowReport);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SinkException($"The report {path} cannot be written: {error.Message}", error);
        }
    }
}
