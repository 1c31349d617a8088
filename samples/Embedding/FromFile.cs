using OpenVinoFlow.OnnxRuntime;
using OpenVinoFlow.Pipeline;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Pipeline.Statistics;

namespace OpenVinoFlow.Embedding;

/// <summary>A job described in YAML, run by a program.</summary>
internal static class FromFile
{
    public static async Task<FlowReport> RunAsync(string path, CancellationToken cancellationToken)
    {
        var options = new FlowHostOptions { Engines = new EngineCatalog().AddOnnxRuntime() };
        await using Flow flow = Flow.Load(path, options, ["infer.requests=2"]);

        FlowReport report = await flow.RunAsync(cancellationToken: cancellationToken);
        Console.WriteLine($"{report.Outcome}: {report.Ledger.Done} of {report.Ledger.Read}, {report.ImagesPerSecond:0} images/s");
        return report;
    }
}
