using OpenVinoFlow.Pipeline.Buffers;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Pipeline.Ledger;
using OpenVinoFlow.Pipeline.Stages;
using OpenVinoFlow.Preprocess;

namespace OpenVinoFlow.Pipeline;

/// <summary>
/// One image on its way through a flow, from the source to the sinks. Sinks read it; the flow owns it and uses it again for another image as
/// soon as every sink has written it. Whoever needs it longer calls <see cref="ToResult"/>.
/// </summary>
public sealed class FlowItem
{
    private OutputBuffer[] _detached = [];
    private bool _isDetached;
    private int _fate;

    internal FlowItem()
    {
    }

    /// <summary>The input's stable name: a path relative to the source, with forward slashes.</summary>
    public string Id { get; private set; } = "";

    /// <summary>Position among the inputs, from 0. A run that is continued counts those it skips.</summary>
    public long Sequence { get; private set; }

    /// <summary>Position among the inputs of this run that are not skipped, from 0.</summary>
    internal long Turn { get; private set; }

    /// <summary>Why there is no result; null where there is one.</summary>
    public Failure? Failure { get; internal set; }

    /// <summary>True when <see cref="Outputs"/> may be read.</summary>
    public bool Ok => Failure is null && (Batch is not null || _isDetached);

    /// <summary>The network's outputs for this image; valid while a sink writes it.</summary>
    public OutputTensors Outputs => _isDetached ? new(_detached, 0, 1) : new(Batch?.Buffers.Outputs ?? [], Place, Batch?.Buffers.Batch ?? 1);

    /// <summary>From network pixels to the original picture's, orientation applied.</summary>
    public ImageTransform Transform { get; internal set; }

    /// <summary>Width of the original picture in pixels, orientation applied; 0 where it was not decoded.</summary>
    public int SourceWidth { get; internal set; }

    /// <summary>Height of the original picture in pixels, orientation applied; 0 where it was not decoded.</summary>
    public int SourceHeight { get; internal set; }

    /// <summary>Time spent in each stage.</summary>
    public ref readonly ItemTimes Times => ref Clock;

    /// <summary>What the source gave.</summary>
    internal Sources.ImageItem Source { get; private set; }

    /// <summary>The encoded bytes between reading and decoding.</summary>
    internal FileBuffer Encoded { get; } = new();

    /// <summary>The batch whose place this image fills, once decoded.</summary>
    internal InferBatch? Batch { get; set; }

    /// <summary>Its place in the batch.</summary>
    internal int Place { get; set; }

    /// <summary>Tells its content from other content of the same name; 0 where that was not looked at.</summary>
    internal uint Stamp { get; set; }

    /// <summary>Whether the run ended before it was processed.</summary>
    internal bool Cancelled { get; set; }

    /// <summary>Whether it is out of the pool.</summary>
    internal bool InUse { get; set; }

    /// <summary>Where it is, for whoever asks from outside.</summary>
    internal ItemStage Stage { get; set; }

    internal ItemTimes Clock;

    internal Fate Fate => (Fate)Volatile.Read(ref _fate);

    /// <summary>A copy that outlives the flow's own use of this item.</summary>
    public ImageResult ToResult() => new(this);

    internal void Begin(in Sources.ImageItem source, long turn, long sequence, long timestamp)
    {
        Id = source.Id;
        Source = source;
        Turn = turn;
        Sequence = sequence;
        Stamp = 0;
        Failure = null;
        Cancelled = false;
        Transform = default;
        SourceWidth = 0;
        SourceHeight = 0;
        Batch = null;
        Place = 0;
        _isDetached = false;
        Clock = new ItemTimes { Accepted = timestamp };
        Volatile.Write(ref _fate, (int)Fate.Open);
    }

    /// <summary>Drops the encoded bytes: once decoded, a large file must not stay in memory while the network works.</summary>
    internal void DropBytes()
    {
        Encoded.Clear();
        Source.Owner?.Dispose();
        Source = Source.WithoutBytes();
    }

    /// <summary>Drops what the source gave, so that a pooled item keeps nothing alive.</summary>
    internal void End()
    {
        DropBytes();
        Source = default;
        Batch = null;
        _isDetached = false;
    }

    /// <summary>Copies the outputs, so that the batch can be used again before this item is written.</summary>
    internal void DetachOutputs()
    {
        OutputTensors outputs = Outputs;
        if (_detached.Length != outputs.Count)
            _detached = [.. Enumerable.Range(0, outputs.Count).Select(index => OutputBuffer.ForCopies(outputs[index].Name, outputs[index].Type))];

        for (int i = 0; i < _detached.Length; i++)
            _detached[i].Assign(outputs[i].Bytes, outputs[i].Dims());
        _isDetached = true;
    }

    /// <summary>Frees the room for copies.</summary>
    internal void FreeCopies()
    {
        foreach (OutputBuffer copy in _detached)
            copy.Dispose();
        _detached = [];
    }

    /// <summary>Gives an open item its fate; returns the fate it had.</summary>
    internal Fate ExchangeFate(Fate fate) => (Fate)Interlocked.CompareExchange(ref _fate, (int)fate, (int)Fate.Open);
}
