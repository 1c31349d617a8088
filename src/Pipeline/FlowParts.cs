using Microsoft.Extensions.Logging;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Pipeline.Sinks;
using OpenVinoFlow.Preprocess;
using OpenVinoFlow.Preprocess.Decoding;

namespace OpenVinoFlow.Pipeline;

/// <summary>What every run of a flow is made of.</summary>
internal sealed record FlowParts(
    FlowOptions Options,
    FlowPlan Plan,
    ICompiledModel Model,
    PreprocessOptions Preprocess,
    Func<IReadOnlyList<IImageDecoder>>? Decoders,
    Provenance Provenance,
    IReadOnlyDictionary<string, string> Settings,
    ILogger Logger)
{
    /// <summary>Whether the engine takes the time of every layer, which slows it down.</summary>
    public bool IsProfiled => Options.Report.PerLayer
        || (Options.Model.Properties.TryGetValue("PERF_COUNT", out string? value) && value.ToUpperInvariant() is "YES" or "TRUE" or "1" or "ON");
}
