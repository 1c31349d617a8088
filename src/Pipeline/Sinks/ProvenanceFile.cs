using System.Text.Json;
using OpenVinoFlow.Pipeline.Statistics;

namespace OpenVinoFlow.Pipeline.Sinks;

/// <summary>The small JSON file beside an output that says what it comes from.</summary>
internal static class ProvenanceFile
{
    /// <exception cref="SinkException">It cannot be written.</exception>
    public static void Write(string path, Provenance provenance)
    {
        using FileStream file = OutputFile.Create(path);
        JsonSerializer.Serialize(file, provenance, FlowJson.Default.Provenance);
    }
}
