using System.Text.Json.Serialization;

namespace OpenVinoFlow.Cli.Diagnosis;

/// <summary>One thing that was looked at.</summary>
/// <param name="Topic">What, for example <c>openvino</c>.</param>
/// <param name="State">ok; or missing: flows run without it, but slower or with fewer models.</param>
/// <param name="Summary">What was found.</param>
/// <param name="Details">More, a line each.</param>
/// <param name="Remedy">How to get what is missing; null where nothing is.</param>
internal sealed record Finding(string Topic, FindingState State, string Summary, IReadOnlyList<string> Details, string? Remedy = null);

/// <summary>How good a finding is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FindingState>))]
internal enum FindingState
{
    [JsonStringEnumMemberName("ok")]
    Ok,

    [JsonStringEnumMemberName("missing")]
    Missing,
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(IReadOnlyList<Finding>))]
internal sealed partial class FindingJson : JsonSerializerContext;
