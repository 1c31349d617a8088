using System.Globalization;
using System.Text.Json;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Cli.Tests;

/// <summary>What a run needs does not depend on how long it is. <c>OVFLOW_NULL_ITEMS</c> sets the number of items.</summary>
public sealed class EndlessRunTests : IDisposable
{
    private const long MostMemory = 400L << 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("completion")]
    [InlineData("input")]
    public async Task A_million_items_need_no_more_memory_than_a_few(string order)
    {
        long count = long.Parse(Environment.GetEnvironmentVariable("OVFLOW_NULL_ITEMS") ?? "1000000", CultureInfo.InvariantCulture);
        string config = _folder.Write("flow.yaml", $$"""
            api_version: ovflow/v1
            model: { engine: null }
            source: { synthetic: {{count}} }
            sinks: [ { jsonl: { path: out.jsonl, top_k: 0 } } ]
            output: { order: {{order}} }
            """);

        using Ovflow program = Ovflow.Start(["run", config, "--json"]);
        (Ovflow.Result result, long peak) = await program.WaitAndMeasureAsync(TimeSpan.FromMinutes(30));
        Assert.True(result.ExitCode == 0, result.ToString());

        using JsonDocument report = JsonDocument.Parse(result.Output);
        TestContext.Current.TestOutputHelper?.WriteLine($"{count} items in {report.RootElement.GetProperty("seconds").GetDouble():0.0} s, at most {peak >> 20} MiB");
        Assert.Equal(count, report.RootElement.GetProperty("ledger").GetProperty("done").GetInt64());
        Assert.Equal(count, File.ReadLines(_folder.File("out.jsonl")).LongCount());
        Assert.InRange(peak, 1, MostMemory);
    }
}
