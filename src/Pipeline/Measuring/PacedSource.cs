using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using OpenVinoFlow.Pipeline.Sources;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>Gives a source's inputs at the times of an open loop, and remembers those times. A flow that is behind finds them waiting.</summary>
internal sealed class PacedSource(IImageSource source, ArrivalSchedule schedule, CancellationToken stop) : IImageSource
{
    /// <summary>More than can be on their way in a flow.</summary>
    private const int Remembered = 1 << 16;

    private readonly long[] _due = new long[Remembered];

    public string Description => source.Description;

    public bool MayWait => true;

    public void Check() => source.Check();

    public long? Count(CancellationToken cancellationToken) => null;

    /// <summary>When an input was to arrive, by its position, as a <see cref="Stopwatch"/> timestamp.</summary>
    public long DueAt(long sequence) => Volatile.Read(ref _due[sequence % Remembered]);

    public async IAsyncEnumerable<ImageItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var arrivals = Channel.CreateUnbounded<long>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        Task clock = Task.Factory.StartNew(() => Tick(arrivals.Writer), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        IAsyncEnumerator<ImageItem> items = source.ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (items.ConfigureAwait(false))
        {
            for (long sequence = 0; await arrivals.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false); sequence++)
            {
                arrivals.Reader.TryRead(out long due);
                Volatile.Write(ref _due[sequence % Remembered], due);
                if (!await items.MoveNextAsync().ConfigureAwait(false))
                    break;

                yield return items.Current;
            }
        }

        await clock.ConfigureAwait(false);
    }

    private void Tick(ChannelWriter<long> arrivals)
    {
        long start = Stopwatch.GetTimestamp();
        for (long due = start + schedule.Next(); PreciseSleep.Until(due, stop); due = start + schedule.Next())
            arrivals.TryWrite(due);
        arrivals.Complete();
    }
}
