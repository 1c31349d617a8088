using OpenVinoFlow.Pipeline.Stages;

namespace OpenVinoFlow.Pipeline.Tests.Stages;

public class SupervisorTests
{
    [Fact]
    public void Nothing_is_decided_at_first()
    {
        using var supervisor = new Supervisor();
        Assert.Equal((StopCause.None, null, null), (supervisor.Cause, supervisor.Reason, supervisor.Fault));
        Assert.False(supervisor.Stopped.IsCancellationRequested || supervisor.Aborted.IsCancellationRequested);
    }

    [Fact]
    public void Stop_ends_reading_and_finishes_what_is_on_its_way()
    {
        using var supervisor = new Supervisor();
        supervisor.Stop(StopCause.FailureBudget, "too many");
        Assert.Equal((StopCause.FailureBudget, "too many", null), (supervisor.Cause, supervisor.Reason, supervisor.Fault));
        Assert.Equal((true, false), (supervisor.Stopped.IsCancellationRequested, supervisor.Aborted.IsCancellationRequested));
    }

    [Fact]
    public void A_fault_gives_up_what_is_on_its_way()
    {
        using var supervisor = new Supervisor();
        var fault = new IOException("No space left on device");
        supervisor.Fail(fault);
        Assert.Equal((StopCause.Fault, fault.Message, fault), (supervisor.Cause, supervisor.Reason, supervisor.Fault));
        Assert.Equal((true, true), (supervisor.Stopped.IsCancellationRequested, supervisor.Aborted.IsCancellationRequested));
    }

    [Fact]
    public void A_source_that_breaks_lets_what_it_gave_be_finished()
    {
        using var supervisor = new Supervisor();
        var fault = new InvalidDataException("damaged");
        supervisor.FailSource(fault);
        Assert.Equal((StopCause.Fault, "damaged", fault), (supervisor.Cause, supervisor.Reason, supervisor.Fault));
        Assert.Equal((true, false), (supervisor.Stopped.IsCancellationRequested, supervisor.Aborted.IsCancellationRequested));
    }

    [Fact]
    public void An_abort_gives_up_without_a_cause_of_its_own()
    {
        using var supervisor = new Supervisor();
        supervisor.Abort();
        Assert.Equal(StopCause.None, supervisor.Cause);
        Assert.True(supervisor.Stopped.IsCancellationRequested && supervisor.Aborted.IsCancellationRequested);
    }

    [Fact]
    public void The_first_cause_wins_and_later_ones_still_act()
    {
        using var supervisor = new Supervisor();
        supervisor.Stop(StopCause.Cancelled, "Ctrl-C");
        supervisor.Fail(new IOException("later"));
        supervisor.FailSource(new IOException("last"));
        Assert.Equal((StopCause.Cancelled, "Ctrl-C", null), (supervisor.Cause, supervisor.Reason, supervisor.Fault));
        Assert.True(supervisor.Aborted.IsCancellationRequested);
    }

    [Fact]
    public void After_its_end_it_cannot_be_asked_for_tokens()
    {
        var supervisor = new Supervisor();
        supervisor.Dispose();
        Assert.Throws<ObjectDisposedException>(() => supervisor.Stopped);
        Assert.Throws<ObjectDisposedException>(() => supervisor.Aborted);
    }
}
