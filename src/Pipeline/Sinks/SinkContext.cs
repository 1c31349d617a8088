using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.Pipeline.Sinks;

/// <summary>What a sink may know of the run it belongs to.</summary>
/// <param name="Provenance">What the results come from.</param>
/// <param name="Outputs">The network's outputs as compiled.</param>
/// <param name="Batch">Images in one inference: the first dimension of <paramref name="Outputs"/>.</param>
public sealed record SinkContext(Provenance Provenance, IReadOnlyList<TensorDescription> Outputs, int Batch);

/// <summary>What results come from: written beside every output, so that a file can be told from another's.</summary>
/// <param name="Flow">Name of the flow.</param>
/// <param name="Configuration">Fingerprint of the resolved configuration.</param>
/// <param name="Model">File name of the model.</param>
/// <param name="ModelSha256">Hash of the model's files.</param>
/// <param name="Engine">Name and version of the inference engine.</param>
/// <param name="Product">Name and version of this library.</param>
public sealed record Provenance(string Flow, string Configuration, string Model, string ModelSha256, string Engine, string Product)
{
    /// <summary>How the configuration was put together; null for a flow built in code.</summary>
    public RunOrigin? Origin { get; init; }

    /// <summary>The same as names and values, for formats that keep such.</summary>
    internal IEnumerable<(string Name, string Value)> Facts =>
        [("flow", Flow), ("configuration", Configuration), ("model", Model), ("model_sha256", ModelSha256), ("engine", Engine), ("product", Product)];
}
