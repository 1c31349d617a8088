using System.Diagnostics;
using OpenVinoFlow.Pipeline.Ledger;
using OpenVinoFlow.Preprocess;
using OpenVinoFlow.Preprocess.Decoding;

namespace OpenVinoFlow.Pipeline.Stages;

/// <summary>
/// Decodes an item's bytes into a place of a pinned buffer. Runs on several workers; each has a preprocessor of its own. Never throws: what
/// fails is the item's failure.
/// </summary>
internal sealed class DecodeStage : IDisposable
{
    private readonly BatchAssembler _assembler;
    private readonly ThreadLocal<ImagePreprocessor> _preprocessors;
    private readonly Action<FlowItem> _failed;
    private long _busy;

    /// <param name="options">Of every worker's preprocessor.</param>
    /// <param name="decoders">Makes the decoders of one worker; null takes those of the preprocessing library.</param>
    /// <param name="assembler">Gives the places.</param>
    /// <param name="failed">Takes an item that has no place: failed, or cancelled because the run was aborted.</param>
    public DecodeStage(PreprocessOptions options, Func<IReadOnlyList<IImageDecoder>>? decoders, BatchAssembler assembler, Action<FlowItem> failed)
    {
        _assembler = assembler;
        _failed = failed;
        _preprocessors = new ThreadLocal<ImagePreprocessor>(() => new ImagePreprocessor(options, decoders?.Invoke()), trackAllValues: true);
    }

    /// <summary>Ticks all workers have spent decoding and preprocessing, waiting for a place not included.</summary>
    public long BusyTicks => Interlocked.Read(ref _busy);

    public void Process(FlowItem item)
    {
        item.Stage = ItemStage.WaitingForBuffer;
        if (item.Failure is not null || !_assembler.Take(out Place place))
        {
            _failed(item);
            return;
        }

        item.Stage = ItemStage.Decoding;
        long start = Stopwatch.GetTimestamp();
        if (!item.Source.IsEmpty)
            item.Failure = Decode(item, place);
        item.Clock.Ready = Stopwatch.GetTimestamp();
        Interlocked.Add(ref _busy, item.Clock.Ready - start);

        item.DropBytes();

        item.Stage = ItemStage.WaitingForBatch;
        if (item.Failure is null)
        {
            _assembler.Fill(place, item);
        }
        else
        {
            _assembler.Vacate(place);
            _failed(item);
        }
    }

    public void Dispose()
    {
        foreach (ImagePreprocessor preprocessor in _preprocessors.Values)
            preprocessor.Dispose();
        _preprocessors.Dispose();
    }

    private Failure? Decode(FlowItem item, in Place place)
    {
        try
        {
            ReadOnlySpan<byte> encoded = item.Source.Path is null ? item.Source.Data.Span : item.Encoded.Content;
            PreprocessResult result = _preprocessors.Value!.Run(encoded, place.Bytes);

            item.Clock.Decode = result.DecodeTicks;
            item.Clock.Resize = result.ResizeTicks;
            item.SourceWidth = result.SourceWidth;
            item.SourceHeight = result.SourceHeight;
            item.Transform = result.Transform;

            return result.Ok
                ? null
                : new Failure(
                    result.Stage == PreprocessStage.Decode ? FailureStage.Decode : FailureStage.Preprocess,
                    result.Reason.ToText(),
                    result.Message ?? "The picture could not be decoded.");
        }
        catch (Exception error)
        {
            string reason = error is OutOfMemoryException ? Reasons.OutOfMemory : Reasons.Internal;
            return new Failure(FailureStage.Preprocess, reason, error.Message, error.GetType().Name);
        }
    }
}
