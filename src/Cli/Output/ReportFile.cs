using System.Text.Json;
using OpenVinoFlow.Pipeline.Sinks;
using OpenVinoFlow.Pipeline.Statistics;

namespace OpenVinoFlow.Cli.Output;

/// <summary>The report as a JSON file.</summary>
internal static class ReportFile
{
    /// <summary>Tells before a run of hours that its report cannot be written.</summary>
    /// <exception cref="SinkException">The file cannot be written.</exception>
    public static void Check(string path) => OutputFile.Create(path).Dispose();

    /// <exception cref="SinkException">The file cannot be written.</exception>
    public static void Write(string path, FlowReport report)
    {
        using FileStream file = OutputFile.Create(path);
        JsonSerializer.Serialize(file, report, FlowJson.Default.FlowReport);
    }
}
