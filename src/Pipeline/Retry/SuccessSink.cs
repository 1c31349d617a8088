using OpenVinoFlow.Pipeline.Sinks;

namespace OpenVinoFlow.Pipeline.Retry;

/// <summary>Hands on what has a result: failures are in the results of the first run already.</summary>
internal sealed class SuccessSink(IResumableSink sink) : IResumableSink
{
    /// <inheritdoc/>
    public string Kind => sink.Kind;

    /// <inheritdoc/>
    public string Location => sink.Location;

    /// <inheritdoc/>
    public string Description => sink.Description;

    /// <inheritdoc/>
    public bool Exists => sink.Exists;

    /// <inheritdoc/>
    public ValueTask OpenAsync(SinkContext context, CancellationToken cancellationToken) => sink.OpenAsync(context, cancellationToken);

    /// <inheritdoc/>
    public ValueTask ReopenAsync(SinkContext context, string mark, CancellationToken cancellationToken) => sink.ReopenAsync(context, mark, cancellationToken);

    /// <inheritdoc/>
    public ValueTask WriteAsync(FlowItem item, CancellationToken cancellationToken) => item.Ok ? sink.WriteAsync(item, cancellationToken) : default;

    /// <inheritdoc/>
    public string Mark() => sink.Mark();

    /// <inheritdoc/>
    public void Sync() => sink.Sync();

    /// <inheritdoc/>
    public ValueTask FlushAsync(CancellationToken cancellationToken) => sink.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask CompleteAsync(CancellationToken cancellationToken) => sink.CompleteAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => sink.DisposeAsync();
}
