using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Ledger;
using OpenVinoFlow.Pipeline.Sources;

namespace OpenVinoFlow.Pipeline.Tests.Ledger;

public class FlowLedgerTests
{
    [Fact]
    public void Every_fate_counts_once_and_the_sum_balances()
    {
        var ledger = new FlowLedger();
        foreach (Fate fate in (Fate[])[Fate.Done, Fate.Failed, Fate.Skipped, Fate.Cancelled, Fate.Done])
        {
            FlowItem item = NewItem("a");
            ledger.Open();
            Assert.False(ledger.Counts.Balanced);
            ledger.Settle(item, fate);
        }

        Assert.Equal(new LedgerCounts(5, 2, 1, 1, 1), ledger.Counts);
        Assert.True(ledger.Counts.Balanced);
    }

    [Fact]
    public void A_second_fate_is_a_violation_that_names_the_item_and_changes_no_count()
    {
        var ledger = new FlowLedger();
        FlowItem item = NewItem("photos/a.jpg");
        ledger.Open();
        ledger.Settle(item, Fate.Done);
        ledger.Settle(item, Fate.Failed);

        Assert.Equal(["photos/a.jpg: Failed after Done"], ledger.Violations);
        Assert.Equal(new LedgerCounts(1, 1, 0, 0, 0), ledger.Counts);
    }

    [Fact]
    public void A_skipped_input_is_read_and_settled_at_once()
    {
        var ledger = new FlowLedger();
        ledger.Skip();
        ledger.Skip();
        Assert.Equal(new LedgerCounts(2, 0, 0, 2, 0), ledger.Counts);
        Assert.True(ledger.Counts.Balanced);
    }

    [Fact]
    public void A_hundred_violations_are_kept()
    {
        var ledger = new FlowLedger();
        FlowItem item = NewItem("a");
        for (int i = 0; i <= 150; i++)
            ledger.Settle(item, Fate.Done);
        Assert.Equal(100, ledger.Violations.Count);
    }

    [Fact]
    public void An_item_cannot_be_settled_as_open() => Assert.Contains(
        "cannot be settled as open", Assert.Throws<ArgumentOutOfRangeException>(() => new FlowLedger().Settle(NewItem("a"), Fate.Open)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_reason_names_what_failed_and_what_is_allowed()
    {
        var counts = new LedgerCounts(64, 60, 4, 0, 0);
        Assert.Equal(
            "4 of 64 inputs failed (6.25%), errors.max_failure_rate allows 5%",
            new FailureBudget(new ErrorOptions { MaxFailureRate = 0.05, MinInputs = 10 }).Exceeded(counts, final: false));
        Assert.Equal(
            "4 inputs failed, errors.max_failures allows 3",
            new FailureBudget(new ErrorOptions { MaxFailures = 3 }).Exceeded(counts, final: false));
    }

    [Theory]
    [InlineData(null, null, 1000, 1000, true, false)]
    [InlineData(0, null, 10, 0, true, false)]
    [InlineData(0, null, 10, 1, false, true)]
    [InlineData(3, null, 10, 3, true, false)]
    [InlineData(3, null, 10, 4, false, true)]
    [InlineData(null, 0.05, 95, 5, true, false)]
    [InlineData(null, 0.05, 94, 6, false, true)]
    [InlineData(null, 0.05, 0, 5, false, false)]
    [InlineData(null, 0.05, 0, 5, true, true)]
    [InlineData(null, 1.0, 0, 500, true, false)]
    public void Budget_allows_what_it_says(int? most, double? rate, int done, int failed, bool final, bool exceeded)
    {
        var budget = new FailureBudget(new ErrorOptions { MaxFailures = most, MaxFailureRate = rate, MinInputs = 100 });
        string? reason = budget.Exceeded(new LedgerCounts(done + failed, done, failed, 0, 0), final);

        Assert.Equal(exceeded, reason is not null);
        if (exceeded)
            Assert.Contains(failed.ToString(System.Globalization.CultureInfo.InvariantCulture), reason, StringComparison.Ordinal);
    }

    private static FlowItem NewItem(string id)
    {
        var item = new FlowItem();
        item.Begin(ImageItem.Empty(id), 0, 0, 0);
        return item;
    }
}
