using System.Threading.Channels;
using OpenVinoFlow.Pipeline.Sinks;

namespace OpenVinoFlow.Pipeline;

/// <summary>Hands results to a reader, as copies of their own; waits while the reader is behind.</summary>
internal sealed class ChannelSink(ChannelWriter<ImageResult> results) : IResultSink
{
    public string Description => "stream of results";

    public ValueTask OpenAsync(SinkContext context, CancellationToken cancellationToken) => default;

    public ValueTask WriteAsync(FlowItem item, CancellationToken cancellationToken) => results.WriteAsync(item.ToResult(), cancellationToken);

    public ValueTask FlushAsync(CancellationToken cancellationToken) => default;

    public ValueTask CompleteAsync(CancellationToken cancellationToken) => default;

    public ValueTask DisposeAsync() => default;
}
