using System.Diagnostics;
using OpenVinoFlow.Pipeline.Buffers;
using OpenVinoFlow.Pipeline.Sources;
using OpenVinoFlow.Pipeline.Statistics;
using OpenVinoFlow.Preprocess;
using OpenVinoFlow.Preprocess.Decoding;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>Decoding and resizing alone, of files whose bytes are in memory, into the network's format.</summary>
internal sealed class PreprocessWorkload(ItemCycle items, PreprocessOptions options, Func<IReadOnlyList<IImageDecoder>>? decoders, int threads)
    : StageWorkload("preprocess", threads)
{
    private readonly Lock _gate = new();
    private readonly LatencyHistogram _decode = new();
    private readonly LatencyHistogram _resize = new();

    public override string LatencyOf => "one image, decoded, resized and laid out";

    public override Measurement Complete(Measurement measurement)
    {
        lock (_gate)
            return measurement with { Stages = new Dictionary<string, LatencySummary> { ["decode"] = _decode.Summarize(), ["resize"] = _resize.Summarize() } };
    }

    protected override void Work(WindowRecorder recorder, CancellationToken stop)
    {
        using var preprocessor = new ImagePreprocessor(options, decoders?.Invoke());
        using var target = new AlignedMemory((long)options.OutputBytes);
        var decode = new LatencyHistogram();
        var resize = new LatencyHistogram();
        while (!stop.IsCancellationRequested)
        {
            ImageItem item = items.Next();
            PreprocessResult result = preprocessor.Run(item.Data.Span, target.Slice(0, target.ByteLength));
            if (!result.Ok)
            {
                recorder.RecordFailure();
                continue;
            }

            decode.Record(result.DecodeTicks);
            resize.Record(result.ResizeTicks);
            recorder.Record(Stopwatch.GetTimestamp(), 1, result.DecodeTicks + result.ResizeTicks);
        }

        lock (_gate)
        {
            _decode.Add(decode);
            _resize.Add(resize);
        }
    }
}
