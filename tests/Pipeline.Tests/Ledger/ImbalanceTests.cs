using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Ledger;
using OpenVinoFlow.Pipeline.Sinks;
using OpenVinoFlow.Pipeline.Sources;
using OpenVinoFlow.Pipeline.Statistics;

namespace OpenVinoFlow.Pipeline.Tests.Ledger;

public class ImbalanceTests
{
    [Fact]
    public async Task An_input_with_a_second_fate_unbalances_the_account_and_is_named()
    {
        await using Flow flow = Flow.Create(new FlowOptions { Model = new ModelOptions { Path = "", Engine = EngineKind.Null } });
        var source = new SyntheticSource(new SyntheticSourceOptions { Count = 100 });
        FlowReport report = await flow.RunAsync(source, [new MeddlingSink("null/42")], cancellationToken: TestContext.Current.CancellationToken);

        Assert.False(report.Balanced);
        Assert.Equal(new LedgerCounts(100, 99, 0, 0, 0), report.Ledger);
        Assert.Equal(["null/42: Done after Skipped"], report.Unaccounted);
    }

    /// <summary>Decides the fate of one item, which is not a sink's business.</summary>
    private sealed class MeddlingSink(string id) : IResultSink
    {
        public string Description => "meddling sink";

        public ValueTask OpenAsync(SinkContext context, CancellationToken cancellationToken) => default;

        public ValueTask WriteAsync(FlowItem item, CancellationToken cancellationToken)
        {
            if (item.Id == id)
                item.ExchangeFate(Fate.Skipped);
            return default;
        }

        public ValueTask FlushAsync(CancellationToken cancellationToken) => default;

        public ValueTask CompleteAsync(CancellationToken cancellationToken) => default;

        public ValueTask DisposeAsync() => default;
    }
}
