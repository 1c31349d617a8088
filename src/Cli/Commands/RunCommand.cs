using System.CommandLine;
using OpenVinoFlow.Cli.Output;
using OpenVinoFlow.Pipeline;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Measuring;
using OpenVinoFlow.Pipeline.Resume;
using OpenVinoFlow.Pipeline.Sinks;
using OpenVinoFlow.Pipeline.Statistics;

namespace OpenVinoFlow.Cli.Commands;

/// <summary><c>ovflow run FILE</c>: the main job.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        Argument<string> file = CommonOptions.File();
        Option<string[]> set = CommonOptions.Set();
        Option<string?> profile = CommonOptions.Profile();
        Option<bool> noTuned = CommonOptions.NoTuned();

        Option<bool> resume = new("--resume") { Description = "Continue a run that was cut off; start one where there is none." };
        Option<bool> restart = new("--restart") { Description = "Start over, replacing what a run that was cut off has left." };
        Option<bool> force = new("--force") { Description = "With --resume: continue though the model, the configuration or the source has changed." };

        var command = new Command("run", "Run every image of the source through the network and write the results.") { file, set, profile, noTuned, resume, restart, force };
        command.Validators.Add(result =>
        {
            if (result.GetValue(resume) && result.GetValue(restart))
                result.AddError("--resume continues a run, --restart starts over: give one of them.");
            if (result.GetValue(force) && !result.GetValue(resume))
                result.AddError("--force goes with --resume.");
        });
        command.SetAction((parsed, _) =>
        {
            bool json = parsed.GetValue(CommonOptions.Json);
            RunStart start = parsed.GetValue(resume) ? RunStart.Resume : parsed.GetValue(restart) ? RunStart.Restart : RunStart.New;
            var control = new RunControl { Start = start, Force = parsed.GetValue(force) };
            return Failures.GuardAsync(json, () => RunAsync(
                parsed.GetRequiredValue(file), parsed.GetValue(set) ?? [], parsed.GetValue(profile), parsed.GetValue(noTuned), control, json));
        });
        return command;
    }

    private static async Task<int> RunAsync(string file, string[] overrides, string? profile, bool noTuned, RunControl control, bool json)
    {
        TunedFlow tuned = TunedFlow.Load(values => ConfigurationReader.Load(file, [.. values, .. overrides], profile), noTuned);
        ResolvedConfiguration configuration = tuned.Configuration;
        if (configuration.Options is { Sinks.Count: 0, Report.Json: null, Source.Synthetic: null })
            throw new SinkException("No sink is configured, so the results would be lost: set sinks, for example [ { jsonl: { path: out/results.jsonl } } ].");

        if (configuration.Options.Report.Json is { } early)
            ReportFile.Check(early);

        using var interruption = new Interruption();

        await using var host = new FlowHost(Engines.Host);
        await using Flow flow = host.Create(configuration);
        double? overhead = configuration.Options.Report.PerLayer ? await ProfilingOverheadAsync(host, flow, configuration, interruption.Drain) : null;
        FlowReport report;
        using (ProgressView view = ProgressView.Create(configuration.Options.Name))
        {
            control = control with { Progress = view, Stalled = view.Warn, Abort = interruption.Abort, DrainTimeout = configuration.Options.Run.DrainTimeout };
            report = await flow.RunAsync(control, interruption.Drain);
        }

        report = report with { Settings = tuned.AddTo(report.Settings), Layers = report.Layers is { } layers ? layers with { Overhead = overhead } : null };
        if (configuration.Options.Report.Json is { } path)
            ReportFile.Write(path, report);

        if (json)
            JsonDocumentOutput.Print(report, FlowJson.Default.FlowReport);
        else
            RunSummary.Write(Console.Out, report);

        return ExitCode.Of(report);
    }

    /// <summary>How much slower the network is because its layers are timed; measured before the run, because some engines stop timing once they were read.</summary>
    private static async Task<double?> ProfilingOverheadAsync(FlowHost host, Flow flow, ResolvedConfiguration configuration, CancellationToken cancellationToken)
    {
        FlowOptions plain = configuration.Options with { Report = configuration.Options.Report with { PerLayer = false } };
        await using Flow unprofiled = host.Create(configuration with { Options = plain });
        double overhead = await LayerProfiler.OverheadAsync(unprofiled, flow, TimeSpan.FromSeconds(3), cancellationToken);
        return double.IsFinite(overhead) ? overhead : null;
    }
}
