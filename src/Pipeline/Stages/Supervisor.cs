namespace OpenVinoFlow.Pipeline.Stages;

/// <summary>Why a run ended before its source did.</summary>
internal enum StopCause
{
    None,
    Cancelled,
    FailureBudget,
    Fault,
}

/// <summary>
/// The one place that decides that a run ends early, and how: reading stops at once and what is on its way is finished (drained), or that is
/// given up as well (aborted). The first cause wins. Thread-safe.
/// </summary>
internal sealed class Supervisor : IDisposable
{
    private readonly CancellationTokenSource _stopped = new();
    private readonly CancellationTokenSource _aborted = new();
    private readonly Lock _gate = new();

    /// <summary>No further input is read.</summary>
    public CancellationToken Stopped => _stopped.Token;

    /// <summary>What is on its way is given up.</summary>
    public CancellationToken Aborted => _aborted.Token;

    public StopCause Cause { get; private set; }

    /// <summary>For a person: why the run ended early.</summary>
    public string? Reason { get; private set; }

    /// <summary>What went wrong, when the cause is a fault.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Ends reading; what is on its way is finished.</summary>
    public void Stop(StopCause cause, string reason)
    {
        Record(cause, reason, null);
        _stopped.Cancel();
    }

    /// <summary>Something broke that the run cannot do without: what is on its way is given up.</summary>
    public void Fail(Exception fault)
    {
        Record(StopCause.Fault, fault.Message, fault);
        Abort();
    }

    /// <summary>The source broke: what it gave is finished.</summary>
    public void FailSource(Exception fault)
    {
        Record(StopCause.Fault, fault.Message, fault);
        _stopped.Cancel();
    }

    /// <summary>Gives up what is on its way.</summary>
    public void Abort()
    {
        _stopped.Cancel();
        _aborted.Cancel();
    }

    public void Dispose()
    {
        _stopped.Dispose();
        _aborted.Dispose();
    }

    private void Record(StopCause cause, string reason, Exception? fault)
    {
        lock (_gate)
        {
            if (Cause != StopCause.None)
                return;
            Cause = cause;
            Reason = reason;
            Fault = fault;
        }
    }
}
