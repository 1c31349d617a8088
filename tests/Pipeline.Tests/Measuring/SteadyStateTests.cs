using OpenVinoFlow.Pipeline.Measuring;

namespace OpenVinoFlow.Pipeline.Tests.Measuring;

/// <summary>Warm-up is found, and the rate's interval is what it says.</summary>
public class SteadyStateTests
{
    [Fact]
    public void A_slow_start_is_left_out_and_nothing_else()
    {
        double[] rates = [20, 60, 85, 99, 100, 101, 100, 99, 101, 100, 100, 99, 101, 100, 100, 99];
        Assert.Equal(3, SteadyState.WarmUp(rates));
    }

    [Fact]
    public void A_fast_start_is_left_out_too()
    {
        double[] rates = [200, 180, 101, 100, 99, 100, 101, 100, 99, 100];
        Assert.InRange(SteadyState.WarmUp(rates), 2, 3);
    }

    [Fact]
    public void The_first_window_never_counts_and_at_least_half_are_kept()
    {
        Assert.Equal(1, SteadyState.WarmUp([100, 100, 100, 100]));
        Assert.Equal(0, SteadyState.WarmUp([100]));
        Assert.InRange(SteadyState.WarmUp([.. Enumerable.Range(0, 20).Select(i => 10.0 * i)]), 1, 10);
    }

    [Fact]
    public void The_interval_holds_the_true_rate_as_often_as_it_says()
    {
        var random = new Random(7);
        int inside = 0;
        const int Trials = 2000;
        for (int trial = 0; trial < Trials; trial++)
        {
            MeasuringWindow[] windows = [.. Enumerable.Range(0, 12).Select(_ => Window(100_000 + (1000 * Normal(random))))];
            RateEstimate rate = RateEstimate.Of(windows);
            if (Math.Abs(rate.Mean - 100_000) <= rate.HalfWidth)
                inside++;
        }

        Assert.InRange((double)inside / Trials, 0.94, 0.995);
    }

    [Fact]
    public void Neighbours_that_are_alike_widen_the_interval()
    {
        double[] apart = [90, 110, 90, 110, 90, 110, 90, 110];
        double[] alike = [90, 90, 90, 90, 110, 110, 110, 110];
        Assert.True(RateEstimate.Of([.. alike.Select(Window)]).HalfWidth > 1.5 * RateEstimate.Of([.. apart.Select(Window)]).HalfWidth);
        Assert.Equal(double.PositiveInfinity, RateEstimate.Of([Window(100)]).HalfWidth);
    }

    [Theory]
    [InlineData(1, 12.706)]
    [InlineData(2, 4.303)]
    [InlineData(3, 3.182)]
    [InlineData(5, 2.571)]
    [InlineData(10, 2.228)]
    [InlineData(30, 2.042)]
    public void Student_quantiles_are_those_of_the_tables(int degrees, double expected) =>
        Assert.Equal(expected, RateEstimate.StudentT(degrees), 0.005);

    internal static MeasuringWindow Window(double rate) => new() { Start = 0, Seconds = 1, Images = (long)rate, CpuMilliseconds = 1000 };

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
