using System.Text.Json.Serialization;
using OpenVinoFlow.Pipeline.Sinks;

namespace OpenVinoFlow.Pipeline.Resume;

/// <summary>What a journal's run is of: what must be the same when it is continued.</summary>
/// <param name="Configuration">Fingerprint of the configuration.</param>
/// <param name="Model">File name of the model.</param>
/// <param name="ModelSha256">Hash of the model's files.</param>
/// <param name="Engine">Name and version of the inference engine.</param>
/// <param name="Sinks">Kind and place of each sink, relative to the journal's folder.</param>
/// <param name="StartedAt">When it was started or continued.</param>
/// <param name="ById">Whether inputs are told by their ids only, because the source has changed on the way.</param>
internal sealed record JournalHeader(
    string Configuration, string Model, string ModelSha256, string Engine, IReadOnlyList<string> Sinks, DateTimeOffset StartedAt, bool ById = false)
{
    public static JournalHeader For(Provenance provenance, IReadOnlyList<IResumableSink> sinks, string journal)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(journal))!;
        return new JournalHeader(
            provenance.Configuration,
            provenance.Model,
            provenance.ModelSha256,
            provenance.Engine,
            [.. sinks.Select(sink => $"{sink.Kind} {Path.GetRelativePath(folder, Path.GetFullPath(sink.Location)).Replace('\\', '/')}")],
            DateTimeOffset.Now);
    }

    /// <summary>What has changed since, for a person; nothing that cannot be overruled.</summary>
    public IEnumerable<string> ChangesUntil(JournalHeader now)
    {
        if (now.Configuration != Configuration)
            yield return $"the configuration has changed where it shapes results (fingerprint {Configuration[..12]}…, now {now.Configuration[..12]}…; see 'ovflow config')";
        if (now.ModelSha256 != ModelSha256)
            yield return now.Model == Model ? $"the model {Model} has changed" : $"the model was {Model}, now it is {now.Model}";
        if (now.Engine != Engine)
            yield return $"the engine was {Engine}, now it is {now.Engine}";
    }
}

/// <summary>How the journal's header looks as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(JournalHeader))]
internal sealed partial class JournalJson : JsonSerializerContext;
