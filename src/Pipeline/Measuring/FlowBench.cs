using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Pipeline.Sinks;
using OpenVinoFlow.Pipeline.Sources;
using OpenVinoFlow.Preprocess;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>Measures a flow, its inference and its stages.</summary>
public static class FlowBench
{
    /// <summary>Measures what is asked for, one after the other, with the flow's own requests, buffers and threads.</summary>
    /// <param name="flow">The flow, compiled.</param>
    /// <param name="options">What to measure, and for how long.</param>
    /// <param name="progress">Told the name of what is measured next.</param>
    /// <param name="cancellationToken">Ends the measurement; what was measured until then is reported, marked as ended early.</param>
    /// <exception cref="InferenceException">An inference failed.</exception>
    /// <exception cref="SourceException">The source has nothing that can be measured.</exception>
    public static async Task<BenchReport> RunAsync(
        Flow flow, BenchOptions options, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(flow);
        ArgumentNullException.ThrowIfNull(options);

        using var sinks = new SinkRedirection();
        var notes = new List<string>();
        DateTimeOffset at = DateTimeOffset.Now;
        var measurements = new List<Measurement>();
        await foreach (IWorkload work in PlanAsync(flow.Parts, options, sinks, notes, cancellationToken).ConfigureAwait(false))
        {
            if (cancellationToken.IsCancellationRequested)
                break;

            progress?.Report(work.Name);
            double start = (DateTimeOffset.Now - at).TotalSeconds;
            Measurement measured = await Measure.RunAsync(work, options.Policy, flow.Parts.IsProfiled, cancellationToken).ConfigureAwait(false);
            measurements.Add(measured with { StartSeconds = start });
        }

        notes.AddRange(sinks.Notes);
        return Report(flow.Parts, at, measurements, notes);
    }

    /// <summary>
    /// Measures the whole of two flows and their inference alone, each in turns, so that what the machine does meanwhile happens to both. What
    /// only one of them can do is left out.
    /// </summary>
    /// <param name="before">The base.</param>
    /// <param name="after">What is judged.</param>
    /// <param name="options">What to measure; the duration is of both together.</param>
    /// <param name="progress">Told the name of what is measured next.</param>
    /// <param name="cancellationToken">Ends the measurement; what was measured until then is reported, marked as ended early.</param>
    /// <exception cref="InferenceException">An inference failed.</exception>
    /// <exception cref="SourceException">A source has nothing that can be measured.</exception>
    public static async Task<(BenchReport Before, BenchReport After)> RunInTurnsAsync(
        Flow before, Flow after, BenchOptions options, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(options);

        using var sinks = new SinkRedirection();
        DateTimeOffset at = DateTimeOffset.Now;
        var measurements = new List<Measurement>();
        var others = new List<Measurement>();
        List<string> notes = [];
        options = options with { Stages = false, Policy = options.Policy with { MaxDuration = 2 * options.Policy.MaxDuration } };
        IAsyncEnumerable<IWorkload> plan = PlanAsync(after.Parts, options, sinks, notes, cancellationToken);
        List<IWorkload> otherPlan = await PlanAsync(before.Parts, options, sinks, notes, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        await foreach (IWorkload work in plan.ConfigureAwait(false))
        {
            if (cancellationToken.IsCancellationRequested)
                break;
            if (otherPlan.Find(other => other.Name == work.Name) is not { } other)
                continue;

            progress?.Report($"{work.Name} in turns");
            (Measurement measured, Measurement measuredAfter) = await Turns.MeasureAsync(other, work, options.Policy, cancellationToken).ConfigureAwait(false);
            others.Add(measured);
            measurements.Add(measuredAfter);
        }

        notes.AddRange(sinks.Notes);
        string session = Guid.NewGuid().ToString("N");
        return (
            Report(before.Parts, at, others, notes) with { Session = session },
            Report(after.Parts, at, measurements, notes) with { Session = session });
    }

    /// <summary>Processors' worth of time there is.</summary>
    internal static double Cores() => Math.Min(Environment.ProcessorCount, Processor.CgroupQuota() ?? double.MaxValue);

    /// <summary>What the flow decided, with the sizes of its parts.</summary>
    internal static Dictionary<string, string> SettingsOf(FlowParts parts) => new(parts.Settings.Concat(parts.Plan.Settings));

    /// <summary>The inference alone, as the options ask for it.</summary>
    internal static IWorkload InferenceOf(FlowParts parts, BenchOptions options, Action<InferBuffers, int> fill) => options.Synchronous
        ? new SyncInferenceWorkload(parts.Model, fill) { Limit = options.Inferences + 1 }
        : new InferenceWorkload(parts.Model, parts.Plan.Requests, fill, options.OpenLoop) { Limit = options.Inferences + 1 };

    private static BenchReport Report(FlowParts parts, DateTimeOffset at, IReadOnlyList<Measurement> measurements, IReadOnlyList<string> notes) => new()
    {
        At = at,
        Provenance = parts.Provenance,
        Machine = MachineDescription.Current,
        Settings = SettingsOf(parts),
        Measurements = measurements,
        Bound = ProcessorBound.Of(measurements, Cores()),
        Notes = [.. notes.Distinct()],
    };

    /// <summary>Random pixels.</summary>
    internal static Action<InferBuffers, int> RandomFill(FlowParts parts)
    {
        PreprocessingOptions preprocess = parts.Options.Preprocess;
        return (buffers, index) => InputFill.Random(buffers, parts.Model.Input, preprocess.Mean, preprocess.Scale, seed: index + 1);
    }

    /// <summary>A source that is read again and again.</summary>
    /// <exception cref="SourceException">It can be read only once.</exception>
    internal static IImageSource RepeatableSource(SourceOptions source) => source.List is { Path: "-" }
        ? throw new SourceException("Standard input can be read only once, and a measurement reads its source again and again: give source.list a file.")
        : ImageSources.Create(source);

    private static async IAsyncEnumerable<IWorkload> PlanAsync(
        FlowParts parts,
        BenchOptions options,
        SinkRedirection sinks,
        List<string> notes,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        SourceOptions source = parts.Options.Source;
        bool hasSource = source != new SourceOptions();
        bool hasFiles = hasSource && source.Synthetic is null;

        if (options.EndToEnd && hasSource)
        {
            yield return new FlowWorkload(
                parts,
                RepeatableSource(source),
                () => [.. sinks.Redirect(parts.Options.Sinks).Select(ConfiguredSinks.Create)],
                options.OpenLoop);
        }
        else if (options.EndToEnd)
        {
            notes.Add("end_to_end was not measured: there is no source of images");
        }

        ItemCycle? items = hasFiles && (options.Stages || options.FillFromSource)
            ? await ItemCycle.TakeAsync(RepeatableSource(source), cancellationToken).ConfigureAwait(false)
            : null;
        ItemCycle? loaded = items is null ? null : await items.LoadAsync(cancellationToken).ConfigureAwait(false);

        if (options.InferenceOnly)
        {
            Action<InferBuffers, int> fill = options.FillFromSource && loaded is not null ? ImageFill(parts, loaded) : RandomFill(parts);
            yield return InferenceOf(parts, options, fill);
        }

        if (options.Stages && items is not null && loaded is not null)
        {
            if (items.HasFiles)
                yield return new ReadWorkload(items, parts.Options.Preprocess.MaxFileBytes, parts.Plan.Readers);
            else
                notes.Add("read was not measured: the source gives its images without reading files");
            yield return new PreprocessWorkload(loaded, parts.Preprocess, parts.Decoders, parts.Plan.DecodeWorkers);
        }
        else if (options.Stages)
        {
            notes.Add("read and preprocess were not measured: there is no source of image files");
        }
    }

    /// <summary>Images of the source; those that cannot be decoded are passed over.</summary>
    private static Action<InferBuffers, int> ImageFill(FlowParts parts, ItemCycle items) => (buffers, _) =>
    {
        using var preprocessor = new ImagePreprocessor(parts.Preprocess, parts.Decoders?.Invoke());
        for (int place = 0; place < buffers.Batch; place++)
        {
            PreprocessResult result = default;
            for (int attempt = 0; attempt < items.Count; attempt++)
            {
                result = preprocessor.Run(items.Next().Data.Span, buffers.Place(place));
                if (result.Ok)
                    break;
            }

            if (!result.Ok)
                throw new SourceException($"None of the source's images can be decoded; the last one says: {result.Message}");
        }
    };
}
