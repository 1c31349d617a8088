using OpenVinoFlow.OnnxRuntime;
using OpenVinoFlow.Pipeline;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Pipeline.Statistics;

namespace OpenVinoFlow.Embedding;

/// <summary>Several flows in one process.</summary>
internal static class Sharing
{
    public static async Task<FlowReport[]> RunAsync(string path, string otherOutput, CancellationToken cancellationToken)
    {
        await using var host = new FlowHost(new FlowHostOptions { Engines = new EngineCatalog().AddOnnxRuntime() });
        await using Flow one = host.Load(path);
        await using Flow other = host.Load(path, [$"sinks[0].jsonl.path={otherOutput}", "report.json="]);

        return await Task.WhenAll(one.RunAsync(cancellationToken: cancellationToken), other.RunAsync(cancellationToken: cancellationToken));
    }
}
