using Microsoft.Extensions.DependencyInjection;
using OpenVinoFlow.Embedding;
using OpenVinoFlow.Pipeline;
using OpenVinoFlow.Pipeline.Statistics;
using OpenVinoFlow.Quickstart.Generator;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Quickstart.Tests;

/// <summary>The code of docs/embedding.md, run, and the page compared with it.</summary>
public sealed class EmbeddingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SampleFolder _sample = SampleFolder.OfCheckout();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_flow_from_code_streams_and_fills_a_sink_of_ones_own()
    {
        await using Flow flow = FromCode.Create(Path.Combine(_sample.Root, "shapes.onnx"));
        Assert.Equal(96, await Streaming.CountAsync(flow, _sample.Pictures, Cancellation));

        int jpegs = Directory.GetFiles(_sample.Pictures, "*.jpg").Length;
        IReadOnlyDictionary<int, int> best = await OwnSink.CountAsync(flow, _sample.Pictures, Cancellation);
        Assert.Equal(jpegs, best.Values.Sum());
        Assert.Equal(8, best.Count);
    }

    [Fact]
    public async Task Flows_of_a_file_run_alone_together_and_as_services()
    {
        string yaml = CopyOfSample();
        Assert.Equal(96, (await FromFile.RunAsync(yaml, Cancellation)).Ledger.Done);

        FlowReport[] reports = await Sharing.RunAsync(yaml, _folder.File("other.jsonl"), Cancellation);
        Assert.Equal([96, 96], reports.Select(report => report.Ledger.Done));
        Assert.Equal(96, File.ReadLines(_folder.File("other.jsonl")).Count());

        await using ServiceProvider services = Services.Add(new ServiceCollection()).BuildServiceProvider();
        await using Flow flow = Services.Load(services, yaml);
        Assert.NotEmpty(flow.Engine);
    }

    [Fact]
    public void The_page_shows_the_code_as_it_is()
    {
        string[] sources = [.. Directory.GetFiles(Path.Combine(SharedAssets.RepositoryRoot, "samples", "Embedding"), "*.cs").Select(path => Flat(File.ReadLines(path)))];
        string[] page = File.ReadAllLines(Path.Combine(SharedAssets.RepositoryRoot, "docs", "embedding.md"));

        int blocks = 0;
        for (int i = 0; i < page.Length; i++)
        {
            if (page[i] != "```csharp")
                continue;

            string[] block = [.. page.Skip(i + 1).TakeWhile(line => line != "```")];
            Assert.True(sources.Any(source => source.Contains(Flat(block), StringComparison.Ordinal)), $"docs/embedding.md:{i + 1}: this code is not in samples/Embedding");
            blocks++;
        }

        Assert.True(blocks >= 7, $"{blocks} blocks");
    }

    /// <summary>Indentation depends on where the code stands.</summary>
    private static string Flat(IEnumerable<string> lines) => string.Join('\n', lines.Select(line => line.Trim()));

    private string CopyOfSample()
    {
        string pictures = _folder.Folder("quickstart", "pictures");
        foreach (string file in Directory.GetFiles(_sample.Pictures))
            File.Copy(file, Path.Combine(pictures, Path.GetFileName(file)));
        foreach (string name in (string[])["quickstart.yaml", "shapes.onnx", "labels.txt"])
            File.Copy(Path.Combine(_sample.Root, name), _folder.File($"quickstart/{name}"));
        return _folder.File("quickstart/quickstart.yaml");
    }
}
