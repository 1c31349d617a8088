using System.Globalization;
using OpenVinoFlow.Pipeline.Sinks;
using OpenVinoFlow.Pipeline.Sources;
using OpenVinoFlow.Pipeline.Statistics;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>A whole flow: source, decoding, inference, sinks. The source is read again and again.</summary>
/// <param name="parts">The flow.</param>
/// <param name="source">Gives the images.</param>
/// <param name="createSinks">Makes what results are written to in one run.</param>
/// <param name="open">Null for a closed loop.</param>
internal sealed class FlowWorkload(FlowParts parts, IImageSource source, Func<IReadOnlyList<IResultSink>> createSinks, OpenLoop? open = null) : IWorkload
{
    private const int Seed = 1;

    private FlowReport? _report;

    public string Name { get; init; } = "end_to_end";

    public string Load => open?.ToString() ?? string.Create(CultureInfo.InvariantCulture, $"closed loop, {parts.Plan.Items} images on their way");

    public string LatencyOf => open is null ? "one image, from the source to the last sink" : "one image, from its intended start to the last sink";

    public double? Offered => open?.Rate;

    public async Task RunAsync(WindowRecorder recorder, CancellationToken stop)
    {
        IReadOnlyList<IResultSink> sinks = createSinks();
        try
        {
            IImageSource images = new EndlessSource(source, stop);
            Func<FlowItem, long> startOf = static item => item.Times.Accepted;
            if (open is not null)
            {
                var paced = new PacedSource(images, new ArrivalSchedule(open, Seed), stop);
                images = paced;
                startOf = item => paced.DueAt(item.Sequence);
            }

            var control = new RunControl { DrainTimeout = parts.Options.Run.DrainTimeout };
            using var run = new FlowRun(parts, images, [.. sinks, new RecordingSink(recorder, startOf)], control);
            _report = await run.ExecuteAsync(CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            foreach (IResultSink sink in sinks)
                await sink.DisposeAsync().ConfigureAwait(false);
        }
    }

    public Measurement Complete(Measurement measurement)
    {
        FlowReport report = _report!;
        IReadOnlyList<InvalidReason> reasons = measurement.Verdict.Reasons;
        if (report.Outcome != FlowOutcome.Completed)
            reasons = [.. reasons, new InvalidReason(InvalidKind.EndedEarly, $"ended early: {report.Reason}")];

        return measurement with
        {
            Stages = report.Latency,
            Limit = report.Limit,
            Verdict = new Verdict(reasons),
        };
    }
}
