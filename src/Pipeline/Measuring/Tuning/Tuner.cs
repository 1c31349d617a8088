using System.Diagnostics;
using System.Globalization;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Pipeline.Sinks;

namespace OpenVinoFlow.Pipeline.Measuring.Tuning;

/// <summary>
/// Finds settings that are faster than the defaults. Every candidate is measured in turns with the defaults, so that what the machine does
/// meanwhile happens to both, and the best one has to beat them once more, by more than the noise, before it is kept.
/// </summary>
/// <param name="load">Reads the flow with overrides.</param>
/// <param name="hostOptions">Engines, decoders and logging.</param>
/// <param name="options">How long, and how exact.</param>
/// <param name="progress">Told of each trial when it is done.</param>
public sealed class Tuner(
    Func<IReadOnlyList<string>, ResolvedConfiguration> load, FlowHostOptions hostOptions, TuningOptions options, IProgress<Trial>? progress = null)
    : IDisposable
{
    private const int ScreeningRounds = 2;
    private const int MinConfirmRounds = 5;

    /// <summary>A candidate that does so badly in its first turn gets no second one.</summary>
    private const double Hopeless = 0.9;

    /// <summary>By how much a candidate must be better than the best before it to be built upon.</summary>
    private const double Step = 1.01;

    /// <summary>Longest share of the budget for a warm-up.</summary>
    private const double WarmUpShare = 0.1;

    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private readonly List<Trial> _trials = [];
    private readonly List<string> _notes = [];
    private readonly SinkRedirection _sinks = new();

    /// <summary>Searches, confirms and keeps what it found; called once.</summary>
    /// <param name="cancellationToken">Ends the search; nothing is kept then.</param>
    /// <exception cref="InferenceException">The flow cannot be run with its defaults.</exception>
    public async Task<TuningReport> RunAsync(CancellationToken cancellationToken = default)
    {
        ResolvedConfiguration configuration = Unprofiled(load([]));
        await using var host = new FlowHost(hostOptions);
        await using Flow defaults = host.Create(configuration);
        TuningKey key = TuningKey.Of(defaults.Parts.Provenance.ModelSha256, defaults.Parts.Provenance.Engine, configuration);

        ItemCycle? images = await TakeImagesAsync(configuration.Options.Source, cancellationToken).ConfigureAwait(false);
        IWorkload baseline = WorkloadOf(defaults);
        _notes.Add(SearchSpace.OfPreprocessing(defaults.Engine));

        Trial? best = await SearchAsync(configuration, defaults, baseline, images, cancellationToken).ConfigureAwait(false);
        Trial? confirmation = best is null || cancellationToken.IsCancellationRequested
            ? null
            : await ConfirmAsync(best, baseline, cancellationToken).ConfigureAwait(false);

        TunedProfile? profile = null;
        string? file = null;
        if (confirmation is { Outcome: TrialOutcome.Confirmed })
        {
            profile = new TunedProfile
            {
                Key = key,
                At = DateTimeOffset.Now,
                Flow = configuration.Options.Name,
                Values = confirmation.Values,
                Ratio = confirmation.Ratio,
                Low = confirmation.Low,
                High = confirmation.High,
            };
            file = TunedProfiles.Keep(profile);
        }
        else if (!cancellationToken.IsCancellationRequested)
        {
            TunedProfiles.Forget(key);
        }

        return new TuningReport
        {
            Of = baseline.Name,
            Trials = _trials,
            Confirmation = confirmation,
            Profile = profile,
            File = file,
            Notes = [.. _notes, .. _sinks.Notes],
            Seconds = Elapsed.TotalSeconds,
        };
    }

    /// <summary>Deletes what the measurements wrote.</summary>
    public void Dispose() => _sinks.Dispose();

    private TimeSpan Elapsed => Stopwatch.GetElapsedTime(_startedAt);

    private TimeSpan SearchBudget => options.Budget * (1 - options.ConfirmShare);

    private static ResolvedConfiguration Unprofiled(ResolvedConfiguration configuration) =>
        configuration with { Options = configuration.Options with { Report = configuration.Options.Report with { PerLayer = false } } };

    private static string[] OverridesOf(IReadOnlyDictionary<string, string> values) => [.. values.Select(value => $"{value.Key}={value.Value}")];

    private async Task<Trial?> SearchAsync(
        ResolvedConfiguration configuration, Flow defaults, IWorkload baseline, ItemCycle? images, CancellationToken cancellationToken)
    {
        Trial? best = null;
        IReadOnlyDictionary<string, string> now = FlowBench.SettingsOf(defaults.Parts);
        string[] keys = [.. SearchSpace.Keys.Where(key => MayTune(configuration, key, images))];
        var tried = new HashSet<string>();

        // What is compared first must not pay for what .NET compiles once.
        var warm = new MeasuringPolicy { Window = options.Turn, MaxWarmUp = options.Budget * WarmUpShare };
        await Turns.TurnAsync(baseline, warm, [], cancellationToken).ConfigureAwait(false);

        // One value of each key, then another of each: a short budget tries something of everything.
        for (bool any = true; any;)
        {
            any = false;
            foreach (string key in keys)
            {
                if (cancellationToken.IsCancellationRequested)
                    return best;
                if (NextChange(key) is not { } values)
                    continue;
                if (Elapsed >= SearchBudget)
                {
                    _notes.Add(string.Create(CultureInfo.InvariantCulture, $"the search ended before everything was tried: {SearchBudget.TotalSeconds:0} s of the budget are for it"));
                    return best;
                }

                any = true;
                (Trial trial, IReadOnlyDictionary<string, string>? settings) = await TryAsync(
                    values, best?.Ratio ?? 1, baseline, key == "model.precision" ? images : null, cancellationToken).ConfigureAwait(false);
                _trials.Add(trial);
                progress?.Report(trial);
                if (trial.Outcome == TrialOutcome.Better)
                {
                    best = trial;
                    now = settings!;
                }
            }
        }

        return best;

        Dictionary<string, string>? NextChange(string key)
        {
            foreach (IReadOnlyDictionary<string, string> change in SearchSpace.Changes(key, Environment.ProcessorCount, defaults.Engine, now))
            {
                var values = new Dictionary<string, string>(best?.Values ?? new Dictionary<string, string>());
                foreach ((string name, string value) in change)
                    values[name] = value;
                if (tried.Add(string.Join(' ', OverridesOf(values).Order(StringComparer.Ordinal))))
                    return values;
            }

            return null;
        }
    }

    private bool MayTune(ResolvedConfiguration configuration, string key, ItemCycle? images)
    {
        if (SearchSpace.SetValue(configuration, key) is { } set)
            _notes.Add($"{key} is left alone: {set}");
        else if (key == "model.precision" && images is null)
            _notes.Add("model.precision is left alone: there are no images to measure its accuracy on");
        else
            return true;
        return false;
    }

    /// <summary>Measures one candidate in a few turns with the defaults.</summary>
    private async Task<(Trial Trial, IReadOnlyDictionary<string, string>? Settings)> TryAsync(
        Dictionary<string, string> values, double ratioToBeat, IWorkload baseline, ItemCycle? images, CancellationToken cancellationToken)
    {
        try
        {
            await using var host = new FlowHost(hostOptions);
            await using Flow flow = host.Create(Unprofiled(load(OverridesOf(values))));
            string? accuracy = null;
            if (images is not null && values["model.precision"] != "f32")
            {
                (bool exact, accuracy) = await CheckAccuracyAsync(host, values, flow, images, cancellationToken).ConfigureAwait(false);
                if (!exact)
                    return (Refused(values, accuracy), null);
            }

            (List<RecordedWindow> before, List<RecordedWindow> after) = ([], []);
            IWorkload candidate = WorkloadOf(flow);
            for (int round = 0; round < ScreeningRounds && !cancellationToken.IsCancellationRequested; round++)
            {
                await RoundAsync(baseline, candidate, before, after, cancellationToken).ConfigureAwait(false);
                if (RatioOf(before, after) < Hopeless)
                    break;
            }

            Trial trial = Describe(values, before, after) with { Remark = accuracy };
            return (trial with { Outcome = trial.Ratio > ratioToBeat * Step ? TrialOutcome.Better : TrialOutcome.NoBetter }, FlowBench.SettingsOf(flow.Parts));
        }
        catch (Exception error) when (error is InferenceException or ConfigurationException)
        {
            return (Refused(values, error.Message), null);
        }
    }

    /// <summary>The best against the defaults, for as long as the budget allows.</summary>
    private async Task<Trial> ConfirmAsync(Trial best, IWorkload baseline, CancellationToken cancellationToken)
    {
        await using var host = new FlowHost(hostOptions);
        await using Flow flow = host.Create(Unprofiled(load(OverridesOf(best.Values))));
        IWorkload candidate = WorkloadOf(flow);
        (List<RecordedWindow> before, List<RecordedWindow> after) = ([], []);
        while (!cancellationToken.IsCancellationRequested && (before.Count < MinConfirmRounds || Elapsed < options.Budget))
            await RoundAsync(baseline, candidate, before, after, cancellationToken).ConfigureAwait(false);

        Trial trial = Describe(best.Values, before, after) with { Remark = best.Remark };
        bool confirmed = before.Count >= MinConfirmRounds && trial.Low > 1;
        return trial with { Outcome = confirmed ? TrialOutcome.Confirmed : TrialOutcome.NotConfirmed };
    }

    private async Task RoundAsync(
        IWorkload baseline, IWorkload candidate, List<RecordedWindow> before, List<RecordedWindow> after, CancellationToken cancellationToken)
    {
        var policy = new MeasuringPolicy { Window = options.Turn, Ramp = options.Ramp, MaxWarmUp = options.Ramp };
        bool baselineFirst = before.Count % 2 == 0;
        await Turns.TurnAsync(baselineFirst ? baseline : candidate, policy, baselineFirst ? before : after, cancellationToken).ConfigureAwait(false);
        await Turns.TurnAsync(baselineFirst ? candidate : baseline, policy, baselineFirst ? after : before, cancellationToken).ConfigureAwait(false);
    }

    private async Task<(bool Exact, string Remark)> CheckAccuracyAsync(
        FlowHost host, Dictionary<string, string> values, Flow flow, ItemCycle images, CancellationToken cancellationToken)
    {
        var exact = new Dictionary<string, string>(values) { ["model.precision"] = "f32" };
        await using Flow reference = host.Create(Unprofiled(load(OverridesOf(exact))));
        if (await Accuracy.MeasureAsync(reference, flow, images, cancellationToken).ConfigureAwait(false) is not { } accuracy)
            return (false, "its accuracy cannot be measured: no image has an f32 result with both");

        return accuracy.Agreement >= options.MinAgreement && accuracy.LargestDifference <= options.MaxDifference
            ? (true, accuracy.ToString())
            : (false, string.Create(CultureInfo.InvariantCulture, $"not exact enough: {accuracy}; allowed: {100 * options.MinAgreement:0.#} %, {100 * options.MaxDifference:0.##} %"));
    }

    private IWorkload WorkloadOf(Flow flow)
    {
        FlowParts parts = flow.Parts;
        return parts.Options.Source == new SourceOptions()
            ? new InferenceWorkload(parts.Model, parts.Plan.Requests, FlowBench.RandomFill(parts))
            : new FlowWorkload(parts, FlowBench.RepeatableSource(parts.Options.Source), () => [.. _sinks.Redirect(parts.Options.Sinks).Select(ConfiguredSinks.Create)]);
    }

    private static async Task<ItemCycle?> TakeImagesAsync(SourceOptions source, CancellationToken cancellationToken)
    {
        if (source == new SourceOptions() || source.Synthetic is not null)
            return null;

        ItemCycle items = await ItemCycle.TakeAsync(FlowBench.RepeatableSource(source), cancellationToken).ConfigureAwait(false);
        return await items.LoadAsync(cancellationToken).ConfigureAwait(false);
    }

    private static Trial Refused(IReadOnlyDictionary<string, string> values, string remark) =>
        new() { Values = values, Outcome = TrialOutcome.Refused, Remark = remark };

    private static Trial Describe(IReadOnlyDictionary<string, string> values, List<RecordedWindow> before, List<RecordedWindow> after)
    {
        int rounds = Math.Min(before.Count, after.Count);
        if (rounds == 0)
            return new Trial { Values = values, Outcome = TrialOutcome.NoBetter };

        WorkDone[] first = Work(before, rounds);
        WorkDone[] second = Work(after, rounds);
        (double low, double high) = Bootstrap.Ratio(first, second, paired: true);
        return new Trial
        {
            Values = values,
            ImagesPerSecond = Bootstrap.Rate(second),
            Ratio = Bootstrap.Rate(second) / Bootstrap.Rate(first),
            Low = low,
            High = high,
            Turns = rounds,
            Outcome = TrialOutcome.NoBetter,
        };
    }

    private static double RatioOf(List<RecordedWindow> before, List<RecordedWindow> after)
    {
        int rounds = Math.Min(before.Count, after.Count);
        return rounds == 0 ? 0 : Bootstrap.Rate(Work(after, rounds)) / Bootstrap.Rate(Work(before, rounds));
    }

    private static WorkDone[] Work(List<RecordedWindow> windows, int rounds) =>
        [.. windows.Take(rounds).Select(window => new WorkDone(window.Window.Images, window.Window.Seconds))];
}
