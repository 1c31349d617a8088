using System.Globalization;
using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>Takes the time of every layer of a network, in a run apart from all others.</summary>
public static class LayerProfiler
{
    /// <summary>A turn of this length is long enough for a mean, and short enough for many.</summary>
    private static readonly TimeSpan _turn = TimeSpan.FromMilliseconds(300);

    /// <summary>
    /// Runs the inference alone, as many at a time as there are streams, in turns with the same network compiled without layer times: so what the
    /// times cost is known too.
    /// </summary>
    /// <param name="plain">The flow.</param>
    /// <param name="profiled">The same flow with <c>report.per_layer</c>.</param>
    /// <param name="duration">Time for all of it.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="InferenceException">The engine has no layer times, or an inference failed.</exception>
    public static async Task<LayerProfile> RunAsync(Flow plain, Flow profiled, TimeSpan duration, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plain);
        ArgumentNullException.ThrowIfNull(profiled);

        FlowParts parts = profiled.Parts;
        int requests = Streams(parts);
        IReadOnlyList<LayerTime> merged = [];
        List<IReadOnlyList<LayerTime>> byRequest = [];
        var counter = new InferenceCounter(parts.Model);
        var with = new InferenceWorkload(counter, requests, FlowBench.RandomFill(parts));
        var without = new InferenceWorkload(plain.Parts.Model, requests, FlowBench.RandomFill(plain.Parts));

        (Measurement before, Measurement after) = await CompareAsync(without, with, duration, cancellationToken).ConfigureAwait(false);
        if (!after.Counted.Any())
            throw new InferenceException("The layers' times were not taken: it was cancelled before the first inferences had ended.");

        // Read once, at the very end: some engines write their figures down only when they are asked, and then stop.
        var last = new InferenceWorkload(counter, requests, FlowBench.RandomFill(parts))
        {
            Limit = 4L * requests,
            Ended = slots =>
            {
                merged = counter.ReadLayerTimes(slots);
                if (merged.Count > 0 && merged[0].Calls is null)
                    byRequest.AddRange(slots.Select(slot => counter.ReadLayerTimes([slot])));
            },
        };
        await last.RunAsync(WindowRecorder.For(new MeasuringPolicy()), CancellationToken.None).ConfigureAwait(false);
        if (merged.Count == 0)
            throw new InferenceException($"The engine {profiled.Engine} gives no layer times.");

        double wall = 1000 * MeanLatency(after);
        return LayerProfile.Of(merged, counter.Inferences, wall) with { ByRequest = byRequest, Overhead = CostRatio(before, after) };
    }

    /// <summary>How many times as much processor time an inference takes when layers are timed.</summary>
    /// <param name="plain">The flow compiled without layer times.</param>
    /// <param name="profiled">The same flow with <c>report.per_layer</c>.</param>
    /// <param name="duration">Time for all of it.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static async Task<double> OverheadAsync(Flow plain, Flow profiled, TimeSpan duration, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plain);
        ArgumentNullException.ThrowIfNull(profiled);
        (Measurement before, Measurement after) = await CompareAsync(Alone(plain.Parts), Alone(profiled.Parts), duration, cancellationToken).ConfigureAwait(false);
        return CostRatio(before, after);

        static InferenceWorkload Alone(FlowParts parts) => new(parts.Model, Streams(parts), FlowBench.RandomFill(parts));
    }

    private static Task<(Measurement Without, Measurement With)> CompareAsync(
        InferenceWorkload without, InferenceWorkload with, TimeSpan duration, CancellationToken cancellationToken)
    {
        var policy = new MeasuringPolicy { Window = _turn, Ramp = _turn / 3, MaxDuration = duration, MaxWarmUp = duration / 4, WholeDuration = true };
        return Turns.MeasureAsync(without, with, policy, cancellationToken);
    }

    /// <summary>Without one more in the queue, an inference's time is its own.</summary>
    private static int Streams(FlowParts parts) =>
        parts.Model.Settings.TryGetValue("streams", out string? text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int streams) && streams > 0
            ? Math.Min(streams, parts.Plan.Requests)
            : 1;

    /// <summary>Of processor time: other processes lengthen an inference by much more than timing its layers does.</summary>
    private static double CostRatio(Measurement before, Measurement after) => after.CpuMillisecondsPerImage / before.CpuMillisecondsPerImage;

    private static double MeanLatency(Measurement measurement) =>
        measurement.Counted.Sum(window => window.MeanLatency * window.Latencies) / measurement.Counted.Sum(window => window.Latencies);
}
