using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Sinks;
using OpenVinoFlow.Pipeline.Sources;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>Replaces the parts of a flow one after the other by something that costs nothing.</summary>
public static class Ceilings
{
    /// <summary>Measures each replacement in turns with the flow as it is.</summary>
    /// <param name="flow">A flow with a source.</param>
    /// <param name="policy">For how long; its longest duration is that of one replacement and the flow together.</param>
    /// <param name="progress">Told what is measured next.</param>
    /// <param name="cancellationToken">Ends the measurement early; the ceilings until then are returned.</param>
    /// <exception cref="SourceException">The flow has no source, or it has nothing that can be measured.</exception>
    public static async Task<IReadOnlyList<Ceiling>> MeasureAsync(
        Flow flow, MeasuringPolicy policy, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(flow);
        FlowParts parts = flow.Parts;
        using var sinks = new SinkRedirection();
        var ceilings = new List<Ceiling>();
        var whole = new FlowWorkload(parts, FlowBench.RepeatableSource(parts.Options.Source), Sinks);

        await foreach ((string without, string by, IWorkload work) in ReplacementsAsync(parts, Sinks, cancellationToken).ConfigureAwait(false))
        {
            if (cancellationToken.IsCancellationRequested)
                break;

            progress?.Report($"without {without}, in turns with end_to_end");
            (Measurement asItIs, Measurement replaced) = await Turns.MeasureAsync(whole, work, policy, cancellationToken).ConfigureAwait(false);
            if (!replaced.Counted.Any())
                continue;

            WorkDone[] before = [.. asItIs.Counted.Select(window => new WorkDone(window.Images, window.Seconds))];
            WorkDone[] after = [.. replaced.Counted.Select(window => new WorkDone(window.Images, window.Seconds))];
            (double low, double high) = Bootstrap.Ratio(before, after, paired: true);
            ceilings.Add(new Ceiling(
                without,
                by,
                replaced.ImagesPerSecond,
                Bootstrap.Rate(after) / Bootstrap.Rate(before),
                low,
                high,
                new Verdict([.. asItIs.Verdict.Reasons.Concat(replaced.Verdict.Reasons).DistinctBy(reason => reason.Kind)])));
        }

        return ceilings;

        IReadOnlyList<IResultSink> Sinks() => [.. sinks.Redirect(parts.Options.Sinks).Select(ConfiguredSinks.Create)];
    }

    private static async IAsyncEnumerable<(string Without, string By, IWorkload Work)> ReplacementsAsync(
        FlowParts parts,
        Func<IReadOnlyList<IResultSink>> sinks,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IImageSource source = FlowBench.RepeatableSource(parts.Options.Source);
        FlowParts instant = parts with { Model = new InstantModel(parts.Model) };
        var empty = new SyntheticSource(new SyntheticSourceOptions { Count = 1000 });

        if (parts.Options.Sinks.Count > 0)
            yield return ("sinks", "nothing is written", new FlowWorkload(parts, source, () => []) { Name = "ceiling_without_sinks" });

        if (parts.Options.Source.Synthetic is null)
        {
            ItemCycle items = await ItemCycle.TakeAsync(source, cancellationToken).ConfigureAwait(false);
            var memory = new MemorySource(await items.LoadAsync(cancellationToken).ConfigureAwait(false));
            yield return ("reading", "files in memory", new FlowWorkload(parts, memory, sinks) { Name = "ceiling_without_reading" });
            yield return ("reading and decoding", "buffers as they are", new FlowWorkload(parts, empty, sinks) { Name = "ceiling_without_decoding" });
        }

        yield return ("inference", "a network that ends at once", new FlowWorkload(instant, source, sinks) { Name = "ceiling_without_inference" });
        yield return ("all of these", "the pipeline alone is left", new FlowWorkload(instant, empty, () => []) { Name = "ceiling_of_the_pipeline" });
    }
}
