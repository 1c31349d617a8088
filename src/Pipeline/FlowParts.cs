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
    ILogger Logger);
