using OpenVinoFlow.OnnxRuntime;
using OpenVinoFlow.Pipeline;
using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.Cli;

/// <summary>The inference engines this program has.</summary>
internal static class Engines
{
    public static EngineCatalog Catalog { get; } = new EngineCatalog().AddOnnxRuntime();

    public static FlowHostOptions Host { get; } = new() { Engines = Catalog };
}
