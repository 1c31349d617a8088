using System.Globalization;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>One stage on its own threads, as many as a flow gives it, with nothing before or behind it.</summary>
internal abstract class StageWorkload(string name, int threads) : IWorkload
{
    public string Name => name;

    public string Load => string.Create(CultureInfo.InvariantCulture, $"{threads} {(threads == 1 ? "thread" : "threads")}");

    public abstract string LatencyOf { get; }

    public Task RunAsync(WindowRecorder recorder, CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, threads).Select(_ => Task.Factory.StartNew(
        () => Work(recorder, stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

    public virtual Measurement Complete(Measurement measurement) => measurement;

    /// <summary>What one thread does until told to stop.</summary>
    protected abstract void Work(WindowRecorder recorder, CancellationToken stop);
}
