using OpenVinoFlow.OnnxRuntime;
using OpenVinoFlow.Pipeline;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.Cli;

/// <summary>The inference engines this program has.</summary>
internal static class Engines
{
    public static EngineCatalog Catalog { get; } = new EngineCatalog().Add(EngineKind.OnnxRuntime, _ => new OnnxRuntimeEngine());

    public static FlowHostOptions Host { get; } = new() { Engines = Catalog };
}
