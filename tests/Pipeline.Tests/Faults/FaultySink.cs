using OpenVinoFlow.Pipeline.Sinks;

namespace OpenVinoFlow.Pipeline.Tests.Faults;

/// <summary>Remembers what was written and checks it; slow, asynchronous or broken as a plan says.</summary>
internal sealed class FaultySink(FaultPlan plan) : IResultSink
{
    private int _writing;

    /// <summary>Sequence numbers of what was written, in order.</summary>
    public List<long> Written { get; } = [];

    /// <summary>How many of them had a result.</summary>
    public int Succeeded { get; private set; }

    /// <summary>Results that were not those of their image, and calls that overlapped.</summary>
    public List<string> Mistakes { get; } = [];

    public bool Completed { get; private set; }

    public string Description => "faulty sink";

    public ValueTask OpenAsync(SinkContext context, CancellationToken cancellationToken) => default;

    public ValueTask WriteAsync(FlowItem item, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _writing, 1) != 0)
            Mistakes.Add("two writes at a time");
        if (plan.SinkFailsAt is { } at && Written.Count >= at)
        {
            Volatile.Write(ref _writing, 0);
            throw new IOException("injected: sink breaks");
        }

        if (plan.SinkHangsAt is { } hang && Written.Count >= hang)
            return new ValueTask(Task.Delay(Timeout.Infinite, CancellationToken.None));
        if (plan.SinkStallsAt is { } stall && Written.Count >= stall)
            return StallAsync(cancellationToken);

        Remember(item);
        if (plan.Chance(plan.SinkSlow))
            return WaitAsync();

        Volatile.Write(ref _writing, 0);
        return default;
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => default;

    public ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        Completed = true;
        return default;
    }

    public ValueTask DisposeAsync() => default;

    private async ValueTask StallAsync(CancellationToken aborted)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, aborted);
        }
        finally
        {
            Volatile.Write(ref _writing, 0);
        }
    }

    private void Remember(FlowItem item)
    {
        Written.Add(item.Sequence);
        if (item.Failure is not null)
            return;

        Succeeded++;
        float value = item.Outputs[0].AsSpan<float>()[0];
        if (value != FaultySource.ValueOf(item.Sequence))
            Mistakes.Add($"item {item.Sequence} has the result {value}");
    }

    private async ValueTask WaitAsync()
    {
        await Task.Delay(plan.Pause());
        Volatile.Write(ref _writing, 0);
    }
}
