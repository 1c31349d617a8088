using OpenVinoFlow.Pipeline;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Sources;
using OpenVinoFlow.Pipeline.Statistics;

namespace OpenVinoFlow.Embedding;

/// <summary>A source of the library and a sink of one's own.</summary>
internal static class OwnSink
{
    public static async Task<IReadOnlyDictionary<int, int>> CountAsync(Flow flow, string folder, CancellationToken cancellationToken)
    {
        await using var sink = new CountingSink();
        var source = new FolderSource(new ImageFolderOptions { Path = folder, Pattern = "*.jpg" });
        var control = new RunControl
        {
            Progress = new Progress<FlowProgress>(progress => Console.WriteLine(progress.Ledger.Settled)),
            Stalled = Console.Error.WriteLine,
            DrainTimeout = TimeSpan.FromSeconds(5),
        };

        FlowReport report = await flow.RunAsync(source, [sink], control, cancellationToken);
        return report.Outcome == FlowOutcome.Completed ? sink.Best : throw new InvalidOperationException(report.Reason);
    }
}
