using OpenVinoFlow.Pipeline.Measuring;

namespace OpenVinoFlow.Pipeline.Tests.Measuring;

/// <summary>Each rule by which figures do not count, by itself.</summary>
public class JudgementTests
{
    private static readonly MeasuringWindow[] _good = [.. Enumerable.Range(0, 10).Select(i => SteadyStateTests.Window(100 + (i % 2)))];

    [Fact]
    public void Good_figures_count() => Assert.Empty(Judge().Reasons);

    [Fact]
    public void Every_rule_is_named_with_its_figures()
    {
        Assert.Equal(InvalidKind.TooShort, Only(Judge(windows: _good[..4])).Kind);
        Assert.Equal(InvalidKind.Unstable, Only(Judge(windows: [.. _good.Select((_, i) => SteadyStateTests.Window(i % 2 == 0 ? 60 : 140))])).Kind);
        Assert.Equal("machine busy: other processes used 30 % of the processors; 10 % are allowed", Only(Judge(others: 0.3)).Message);
        Assert.Equal(InvalidKind.Profiled, Only(Judge(profiled: true)).Kind);
        Assert.Equal(InvalidKind.Overloaded, Only(Judge(offered: 110)).Kind);
        Assert.Equal(InvalidKind.Failures, Only(Judge(failed: 50)).Kind);
        Assert.Equal(InvalidKind.EndedEarly, Only(Judge(cancelled: true)).Kind);
        Assert.Empty(Judge(offered: 101, others: 0.05, failed: 2).Reasons);
    }

    private static InvalidReason Only(Verdict verdict) => Assert.Single(verdict.Reasons);

    private static Verdict Judge(
        MeasuringWindow[]? windows = null, double? others = null, long failed = 0, double? offered = null, bool profiled = false, bool cancelled = false)
    {
        windows ??= _good;
        return Judgement.Of(new MeasuringPolicy(), windows, RateEstimate.Of(windows), others, windows.Sum(window => window.Images), failed, offered, profiled, cancelled);
    }
}
