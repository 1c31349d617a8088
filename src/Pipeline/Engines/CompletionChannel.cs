using System.Diagnostics;
using System.Threading.Channels;

namespace OpenVinoFlow.Pipeline.Engines;

/// <summary>
/// Where inferences report that they ended. Written by the engines' own threads, which get back to work at once: no consumer code runs on
/// them. Read by one collector.
/// </summary>
public sealed class CompletionChannel : Native.ICompletionSink
{
    private readonly Channel<Completion> _channel = Channel.CreateUnbounded<Completion>(new UnboundedChannelOptions
    {
        SingleReader = true,
        AllowSynchronousContinuations = false,
    });

    /// <summary>The reading end.</summary>
    internal ChannelReader<Completion> Reader => _channel.Reader;

    /// <summary>Reports that the inference of a slot ended now.</summary>
    public void Post(int slot) => OnCompleted(slot, Stopwatch.GetTimestamp());

    /// <summary>Reports that the inference of a slot ended at a <see cref="Stopwatch"/> timestamp.</summary>
    public void OnCompleted(int slot, long timestamp) => _channel.Writer.TryWrite(new Completion(slot, timestamp));

    /// <summary>No more completions will come.</summary>
    internal void Close() => _channel.Writer.TryComplete();
}

/// <summary>The end of one inference.</summary>
internal readonly record struct Completion(int Slot, long Timestamp);
