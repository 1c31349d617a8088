using System.CommandLine;
using OpenVinoFlow.Cli.Measuring;
using OpenVinoFlow.Cli.Output;
using OpenVinoFlow.Pipeline;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Measuring;

namespace OpenVinoFlow.Cli.Commands;

/// <summary><c>ovflow bench FILE|MODEL</c>: how fast a flow is, its inference alone, and each stage alone.</summary>
internal sealed class BenchCommand
{
    private static readonly TimeSpan _layersDuration = TimeSpan.FromSeconds(6);

    private readonly Argument<string?> _target = new("FILE|MODEL")
    {
        Description = "The YAML file of a flow, or a model (.xml, .onnx, .tflite).",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string[]> _set = CommonOptions.Set();
    private readonly Option<string?> _profile = CommonOptions.Profile();
    private readonly Option<bool> _inferenceOnly = new("--inference-only") { Description = "Measure the inference alone, on inputs that are filled once." };
    private readonly Option<bool> _endToEndOnly = new("--end-to-end-only") { Description = "Measure the flow as a whole and nothing else." };
    private readonly Option<double?> _rate = new("--rate") { Description = "Open loop: this many images (end to end) or inferences (alone) arrive a second; latencies count from the intended start.", HelpName = "PER-SECOND" };
    private readonly Option<ArrivalKind> _arrivals = new("--arrivals") { Description = "With --rate: constant or poisson intervals.", DefaultValueFactory = _ => ArrivalKind.Constant };
    private readonly Option<double> _duration = new("--duration") { Description = "Longest time for each thing that is measured; it ends earlier when the rate is known to 1 %.", HelpName = "SECONDS", DefaultValueFactory = _ => 20 };
    private readonly Option<string?> _save = new("--save") { Description = "Write the JSON report to a file, for compare.", HelpName = "FILE.json" };
    private readonly Option<string?> _csv = new("--csv") { Description = "Write a line for each thing that was measured.", HelpName = "FILE.csv" };
    private readonly Option<string?> _hdr = new("--hdr") { Description = "Write the latencies of every window as an HDR histogram log.", HelpName = "FILE.hlog" };
    private readonly Option<bool> _noTuned = CommonOptions.NoTuned();
    private readonly Option<bool> _perLayer = new("--per-layer") { Description = "Then time every layer, in a run of its own; so does report.per_layer." };
    private readonly Option<bool> _ceilings = new("--ceilings") { Description = "Then measure what the flow would do if its sinks, reading, decoding or inference cost nothing." };
    private readonly Option<string?> _compare = new("--compare") { Description = "Compare with an earlier measurement (.json), or with another flow or model, measured in turns with this one.", HelpName = "FILE" };
    private readonly Option<string> _tolerance = CompareCommand.Tolerance();
    private readonly Option<bool> _force = CompareCommand.Force();
    private readonly BenchmarkAppOptions _benchmarkApp = new();

    public static Command Create()
    {
        var bench = new BenchCommand();
        var command = new Command("bench", "Measure a flow or a model: images a second, processor time, latencies.")
        {
            bench._target, bench._set, bench._profile, bench._inferenceOnly, bench._endToEndOnly, bench._rate, bench._arrivals, bench._duration, bench._save, bench._csv, bench._hdr, bench._noTuned, bench._perLayer,
            bench._ceilings, bench._compare, bench._tolerance, bench._force,
        };
        foreach (Option option in bench._benchmarkApp.All)
            command.Options.Add(option);

        command.SetAction((parsed, _) =>
        {
            bool json = parsed.GetValue(CommonOptions.Json);
            return Failures.GuardAsync(json, () => bench.RunAsync(parsed, json));
        });
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, bool json)
    {
        BenchmarkAppRequest request = _benchmarkApp.Read(parsed);
        string target = (parsed.GetValue(_target), request.Model) switch
        {
            ({ } file, null) => file,
            (null, { } model) => model,
            (null, null) => throw new InvalidDataException("Nothing to measure: give the YAML file of a flow, or a model."),
            ({ } file, { } model) => throw new InvalidDataException($"Two things to measure: {file} and -m {model}; give one."),
        };

        double tolerance = Shares.Parse("--tolerance", parsed.GetRequiredValue(_tolerance));
        string? reference = parsed.GetValue(_compare);
        BenchReport? baseReport = reference is not null && Path.GetExtension(reference) == ".json" ? BenchFile.Read(reference) : null;
        TunedFlow tuned = Load(parsed, request, target);
        ResolvedConfiguration configuration = tuned.Configuration;
        bool perLayer = configuration.Options.Report.PerLayer || parsed.GetValue(_perLayer) || request.Counters || request.Report is { Type: not "no_counters" };
        configuration = configuration with { Options = WithPerLayer(configuration.Options, false) };
        BenchOptions options = OptionsOf(parsed, request, hasSource: BenchTarget.IsFlow(target) || request.Images is not null);

        using var interruption = new Interruption();
        await using var host = new FlowHost(Engines.Host);
        await using Flow flow = host.Create(configuration);
        BenchReport report;
        if (reference is not null && baseReport is null)
        {
            ResolvedConfiguration other = Load(parsed, request, reference).Configuration;
            await using Flow baseFlow = host.Create(other with { Options = WithPerLayer(other.Options, false) });
            (baseReport, report) = await FlowBench.RunInTurnsAsync(baseFlow, flow, options, Progress(), interruption.Drain);
        }
        else
        {
            report = await FlowBench.RunAsync(flow, options, Progress(), interruption.Drain);
        }

        report = report with { Settings = tuned.AddTo(report.Settings) };
        if (perLayer && !interruption.Drain.IsCancellationRequested)
        {
            Say("layers");
            await using Flow profiled = host.Create(configuration with { Options = WithPerLayer(configuration.Options, true) });
            report = report with { Layers = await LayerProfiler.RunAsync(flow, profiled, _layersDuration, interruption.Drain) };
        }

        if (parsed.GetValue(_ceilings) && !interruption.Drain.IsCancellationRequested)
            report = report with { Ceilings = await Ceilings.MeasureAsync(flow, options.Policy, Progress(), interruption.Drain) };

        Save(parsed, request, report);
        if (request.DumpTo is { } dump)
            DeviceConfiguration.Write(dump, flow.Engine, configuration.Options.Model, report.Settings);
        if (!json)
            BenchTable.Write(Console.Out, report);

        // What was measured is on its way to its reader by now, also where it may not be compared.
        if (baseReport is not null)
            report = report with { Comparison = CompareCommand.Compare(baseReport, report, tolerance, parsed.GetValue(_force)) };
        if (json)
            JsonDocumentOutput.Print(report, MeasuringJson.Default.BenchReport);
        else if (report.Comparison is not null)
            ComparisonTable.Write(Console.Out, report.Comparison);

        if (interruption.Drain.IsCancellationRequested)
            return ExitCode.Cancelled;
        return report.Comparison is { } comparison ? CompareCommand.ExitCodeOf(comparison) : ExitCode.Done;
    }

    private void Save(ParseResult parsed, BenchmarkAppRequest request, BenchReport report)
    {
        if (parsed.GetValue(_save) is { } save)
            BenchFile.Write(save, report);
        if (parsed.GetValue(_csv) is { } csv)
            BenchCsv.Write(csv, report);
        if (parsed.GetValue(_hdr) is { } hdr)
            HdrLog.Write(hdr, report);
        if (request.Report is { } wanted)
            BenchmarkAppReport.Write(wanted, Environment.GetCommandLineArgs()[1..], report);
    }

    private TunedFlow Load(ParseResult parsed, BenchmarkAppRequest request, string target) => TunedFlow.Load(
        values => BenchTarget.Load(target, request.Images, [.. values, .. parsed.GetValue(_set) ?? [], .. request.Overrides], parsed.GetValue(_profile)),
        parsed.GetValue(_noTuned) || !BenchTarget.IsFlow(target));

    private BenchOptions OptionsOf(ParseResult parsed, BenchmarkAppRequest request, bool hasSource)
    {
        if (request.Seconds is not null && request.Inferences is not null)
            throw new InvalidDataException("-t and -niter both say how long to measure; give one.");
        if ((request.Seconds ?? (double?)request.Inferences) is not null && parsed.GetResult(_duration) is { Implicit: false })
            throw new InvalidDataException("--duration and -t or -niter both say how long to measure; give one.");

        OpenLoop? open = parsed.GetValue(_rate) switch
        {
            null when parsed.GetResult(_arrivals) is { Implicit: false } => throw new InvalidDataException("--arrivals says how images arrive at --rate; give --rate too."),
            null => null,
            > 0 and <= 1e6 and double rate => new OpenLoop(rate, parsed.GetValue(_arrivals)),
            double rate => throw new InvalidDataException($"--rate: {rate} is not a number above 0 and up to 1000000."),
        };
        if (open is not null && request.Synchronous)
            throw new InvalidDataException("--rate and -api sync: inferences that are waited for one by one do not arrive at a rate; leave one out.");

        if (parsed.GetValue(_ceilings) && !hasSource)
            throw new InvalidDataException("--ceilings replaces parts of a flow; give the YAML file of one, or images with -i.");

        double seconds = request.Seconds ?? parsed.GetValue(_duration);
        if (seconds is not (> 0 and <= 86_400))
            throw new InvalidDataException($"--duration: {seconds} is not a number of seconds above 0 and up to 86400.");

        // A count, and a thread that waits, are of inferences: there is nothing else to measure then.
        bool alone = parsed.GetValue(_inferenceOnly) || request.InferenceOnly || request.Synchronous || request.Inferences is not null || !hasSource;
        bool wholeAlone = parsed.GetValue(_endToEndOnly);
        if (wholeAlone && alone)
            throw new InvalidDataException("--end-to-end-only needs a flow with images, and cannot be had with --inference-only, -api sync or -niter; leave it out.");

        var policy = new MeasuringPolicy();
        return new BenchOptions
        {
            EndToEnd = !alone,
            Stages = !alone && !wholeAlone && open is null,
            InferenceOnly = alone || (open is null && !wholeAlone),
            OpenLoop = open,
            Synchronous = request.Synchronous,
            FillFromSource = request.Images is not null,
            Inferences = request.Inferences,
            Policy = policy with
            {
                MaxDuration = request.Inferences is null ? TimeSpan.FromSeconds(seconds) : TimeSpan.FromDays(1),
                MaxWarmUp = request.Inferences is null ? TimeSpan.FromSeconds(Math.Min(policy.MaxWarmUp.TotalSeconds, 2 * seconds)) : TimeSpan.Zero,
                WholeDuration = request.Seconds is not null || request.Inferences is not null,
            },
        };
    }

    /// <summary>Figures are never taken with layers timed; the layers have a run of their own.</summary>
    private static FlowOptions WithPerLayer(FlowOptions options, bool perLayer) => options with { Report = options.Report with { PerLayer = perLayer } };

    private static Progress<string> Progress() => new(Say);

    private static void Say(string name) => Console.Error.WriteLine($"ovflow: measuring {name}");
}
