using System.Numerics.Tensors;
using OpenVinoFlow.Pipeline;
using OpenVinoFlow.Pipeline.Sinks;

namespace OpenVinoFlow.Embedding;

/// <summary>A sink of one's own: how often each class was the best one.</summary>
internal sealed class CountingSink : IResultSink
{
    public Dictionary<int, int> Best { get; } = [];

    public string Description => "counts";

    public ValueTask OpenAsync(SinkContext context, CancellationToken cancellationToken) => default;

    public ValueTask WriteAsync(FlowItem item, CancellationToken cancellationToken)
    {
        if (item.Ok)
        {
            int best = TensorPrimitives.IndexOfMax(item.Outputs[0].AsSpan<float>());
            Best[best] = Best.GetValueOrDefault(best) + 1;
        }

        return default;
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => default;

    public ValueTask CompleteAsync(CancellationToken cancellationToken) => default;

    public ValueTask DisposeAsync() => default;
}
