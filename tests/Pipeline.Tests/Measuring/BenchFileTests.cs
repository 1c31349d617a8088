using System.Text;
using HdrHistogram;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Measuring;

namespace OpenVinoFlow.Pipeline.Tests.Measuring;

/// <summary>What is written can be read again.</summary>
public sealed class BenchFileTests : IDisposable
{
    private readonly TestSupport.TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_report_comes_back_as_it_was_and_its_histograms_are_a_log_that_tools_read()
    {
        await using Flow flow = Flow.Create(new FlowOptions
        {
            Model = new ModelOptions { Path = "", Engine = EngineKind.Null },
            Source = new SourceOptions { Synthetic = new SyntheticSourceOptions { Count = 1000 } },
        });
        var policy = new MeasuringPolicy { Window = TimeSpan.FromMilliseconds(100), MaxDuration = TimeSpan.FromSeconds(1), MaxWarmUp = TimeSpan.Zero };
        BenchReport report = await FlowBench.RunAsync(flow, new BenchOptions { Policy = policy }, cancellationToken: TestContext.Current.CancellationToken);

        string path = _folder.File("a/report.json");
        BenchFile.Write(path, report);
        BenchReport read = BenchFile.Read(path);
        Assert.Equal(report.Provenance, read.Provenance);
        Assert.Equal(report.Measurements.Select(m => (m.Name, m.ImagesPerSecond, m.Latency)), read.Measurements.Select(m => (m.Name, m.ImagesPerSecond, m.Latency)));
        Assert.Equal(report.Measurements[0].Windows, read.Measurements[0].Windows);
        Assert.Equal(report.Measurements[0].Verdict.Reasons, read.Measurements[0].Verdict.Reasons);

        string log = _folder.File("a/report.hlog");
        HdrLog.Write(log, report);
        Assert.StartsWith("#[Histogram log format version 1.3]", await File.ReadAllTextAsync(log, Encoding.ASCII, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using FileStream file = File.OpenRead(log);
        using var reader = new HistogramLogReader(file);
        HistogramBase[] histograms = [.. reader.ReadHistograms()];
        Assert.Equal(report.Measurements.Sum(m => m.Windows.Count), histograms.Length);
        Assert.Equal(report.Measurements.Sum(m => m.Histograms.Sum(h => h.Count)), histograms.Sum(h => h.TotalCount));
    }

    [Theory]
    [InlineData("not json", "is not a measurement")]
    [InlineData("{}", "is not a measurement")]
    [InlineData("null", "holds nothing")]
    public void What_is_no_report_is_refused(string content, string message)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => BenchFile.Read(_folder.Write("x.json", content)));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
