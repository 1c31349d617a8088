using OpenVinoFlow.Pipeline.Measuring;
using OpenVinoFlow.Pipeline.Sinks;
using OpenVinoFlow.Pipeline.Statistics;

namespace OpenVinoFlow.Pipeline.Tests.Measuring;

/// <summary>Ratios and their intervals, on windows made up.</summary>
public class BenchComparisonTests
{
    [Fact]
    public void A_difference_is_found_when_it_is_larger_than_the_noise_and_not_when_it_is_not()
    {
        Comparison faster = BenchComparison.Compare(Report(100, 3, 1), Report(110, 3, 2), 0.02);
        Assert.Equal(ComparisonFinding.Faster, faster.Measurements[0].Finding);
        Assert.InRange(faster.Measurements[0].Ratio, 1.07, 1.13);
        Assert.InRange(1.10, faster.Measurements[0].Low, faster.Measurements[0].High);

        Assert.Equal(ComparisonFinding.Same, BenchComparison.Compare(Report(100, 10, 1), Report(101, 10, 2), 0.02).Measurements[0].Finding);

        Comparison slower = BenchComparison.Compare(Report(100, 1, 1), Report(95, 1, 2), 0.10);
        Assert.Equal((ComparisonFinding.Slower, false), (slower.Measurements[0].Finding, slower.Regression));
        Comparison regression = BenchComparison.Compare(Report(100, 1, 1), Report(95, 1, 2), 0.02);
        Assert.Equal((ComparisonFinding.Regression, true), (regression.Measurements[0].Finding, regression.Regression));
    }

    [Fact]
    public void Pairs_cancel_the_drift_of_the_machine()
    {
        double[] drift = [.. Enumerable.Range(0, 30).Select(i => 100 + (60 * Math.Sin(i / 5.0)))];
        double[] better = [.. drift.Select((rate, i) => rate * (i % 2 == 0 ? 1.04 : 1.06))];
        Comparison alone = BenchComparison.Compare(Report(drift), Report(better), 0.02);
        Comparison inTurns = BenchComparison.Compare(Report(drift) with { Session = "s" }, Report(better) with { Session = "s" }, 0.02);

        Assert.False(alone.Paired);
        Assert.Equal(ComparisonFinding.Same, alone.Measurements[0].Finding);
        Assert.True(inTurns.Paired);
        Assert.Equal(ComparisonFinding.Faster, inTurns.Measurements[0].Finding);
        Assert.InRange(inTurns.Measurements[0].High - inTurns.Measurements[0].Low, 0.0001, 0.02);
    }

    [Fact]
    public void The_interval_holds_the_true_ratio_about_as_often_as_it_says()
    {
        int inside = 0;
        const int Trials = 200;
        for (int trial = 0; trial < Trials; trial++)
        {
            ComparedMeasurement compared = BenchComparison.Compare(Report(100, 5, 10 * trial), Report(105, 5, (10 * trial) + 1), 0).Measurements[0];
            if (compared.Low <= 1.05 && 1.05 <= compared.High)
                inside++;
        }

        Assert.InRange((double)inside / Trials, 0.86, 0.99);
    }

    [Fact]
    public void The_same_figures_give_the_same_interval_again() =>
        Assert.Equal(BenchComparison.Compare(Report(100, 3, 1), Report(110, 3, 2), 0.02).Measurements[0], BenchComparison.Compare(Report(100, 3, 1), Report(110, 3, 2), 0.02).Measurements[0]);

    [Fact]
    public void In_an_open_loop_the_latency_is_compared()
    {
        BenchReport before = Open(10);
        ComparedMeasurement compared = BenchComparison.Compare(before, Open(12), 0.05).Measurements[0];
        Assert.Equal("latency", compared.Of);
        Assert.Equal((10, 12), (Math.Round(compared.Before, 6), Math.Round(compared.After, 6)));
        Assert.Equal(ComparisonFinding.Regression, compared.Finding);

        static BenchReport Open(double latency)
        {
            BenchReport report = Report(100, 0.5, 1);
            Measurement measurement = report.Measurements[0];
            return report with
            {
                Measurements = [measurement with { Offered = 100, Windows = [.. measurement.Windows.Select(window => window with { Latencies = 50, MeanLatency = latency })] }],
            };
        }
    }

    [Fact]
    public void What_differs_and_what_is_invalid_is_named()
    {
        BenchReport before = Report(100, 1, 1);
        BenchReport after = before with
        {
            Machine = before.Machine with { Processor = "other", Quota = 1.5 },
            Provenance = before.Provenance with { ModelSha256 = new string('b', 64) },
            Settings = new Dictionary<string, string> { ["requests"] = "4", ["batch"] = "1" },
            Measurements = [before.Measurements[0] with { Verdict = new Verdict([new InvalidReason(InvalidKind.MachineBusy, "machine busy")]) }],
        };
        Comparison comparison = BenchComparison.Compare(before, after, 0.02);
        Assert.Equal(
            ["model: m.onnx aaaaaaaaaaaa -> m.onnx bbbbbbbbbbbb", "processor: cpu -> other", "quota: none -> 1.5", "requests: 3 -> 4"], comparison.Differences);
        Assert.Equal(["after: end_to_end: machine busy"], comparison.Invalid);

        InvalidDataException error = Assert.Throws<InvalidDataException>(
            () => BenchComparison.Compare(before, before with { Measurements = [before.Measurements[0] with { Name = "read" }] }, 0.02));
        Assert.Contains("before end_to_end; after read", error.Message, StringComparison.Ordinal);
    }

    private static BenchReport Report(double rate, double noise, int seed)
    {
        var random = new Random(seed);
        return Report([.. Enumerable.Range(0, 30).Select(_ => rate + (noise * Math.Sqrt(12) * (random.NextDouble() - 0.5)))]);
    }

    private static BenchReport Report(double[] rates)
    {
        MeasuringWindow[] windows = [.. rates.Select((rate, i) => new MeasuringWindow { Start = i, Seconds = 1000 / rate, Images = 1000, CpuMilliseconds = 10 })];
        return new BenchReport
        {
            At = DateTimeOffset.UnixEpoch,
            Provenance = new Provenance("flow", "c", "m.onnx", new string('a', 64), "engine", "product"),
            Machine = new MachineDescription("host", "cpu", 2, null, ["AVX2"], "linux", ".NET"),
            Settings = new Dictionary<string, string> { ["requests"] = "3", ["batch"] = "1" },
            Measurements =
            [
                new Measurement
                {
                    Name = "end_to_end", Load = "closed loop", ImagesPerSecond = RateEstimate.Of(windows).Mean, CpuMillisecondsPerImage = 1, Seconds = 1, WarmUpSeconds = 0,
                    Images = 1, LatencyOf = "", Latency = new LatencySummary(), Verdict = new Verdict([]), Windows = windows,
                },
            ],
        };
    }
}
