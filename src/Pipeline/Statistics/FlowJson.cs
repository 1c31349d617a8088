using System.Text.Json.Serialization;
using OpenVinoFlow.Pipeline.Sinks;

namespace OpenVinoFlow.Pipeline.Statistics;

/// <summary>How reports and provenance look as JSON: snake case, indented.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(FlowReport))]
[JsonSerializable(typeof(Provenance))]
public sealed partial class FlowJson : JsonSerializerContext;
