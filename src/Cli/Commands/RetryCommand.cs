using System.CommandLine;
using OpenVinoFlow.Cli.Output;
using OpenVinoFlow.Pipeline;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Retry;
using OpenVinoFlow.Pipeline.Sinks;
using OpenVinoFlow.Pipeline.Statistics;

namespace OpenVinoFlow.Cli.Commands;

/// <summary><c>ovflow retry QUARANTINE</c>: runs the inputs again that failed.</summary>
internal static class RetryCommand
{
    public static Command Create()
    {
        Argument<string> quarantine = new("QUARANTINE") { Description = "The quarantine file of a run (errors.quarantine)." };
        Option<string?> config = new("--config") { Description = "The YAML file; by default the one of the run, which QUARANTINE.meta.json names.", HelpName = "FILE" };
        Option<string[]> set = CommonOptions.Set();
        Option<string?> profile = CommonOptions.Profile();

        var command = new Command(
            "retry",
            "Run the inputs again that failed. Results go beside those of the run (results.retry-1.jsonl); what fails again stays in the quarantine file.")
        {
            quarantine, config, set, profile,
        };
        command.SetAction((parsed, _) =>
        {
            bool json = parsed.GetValue(CommonOptions.Json);
            return Failures.GuardAsync(json, () => RetryAsync(
                Path.GetFullPath(parsed.GetRequiredValue(quarantine)), parsed.GetValue(config), parsed.GetValue(set) ?? [], parsed.GetValue(profile), json));
        });
        return command;
    }

    private static async Task<int> RetryAsync(string quarantine, string? config, string[] overrides, string? profile, bool json)
    {
        if (!File.Exists(quarantine))
            throw new FileNotFoundException($"{quarantine} does not exist.");

        ResolvedConfiguration configuration = Configuration(quarantine, config, overrides, profile);
        using var interruption = new Interruption();
        await using var host = new FlowHost(Engines.Host);
        await using Flow flow = host.Create(configuration);
        FlowReport? report;
        using (ProgressView view = ProgressView.Create(configuration.Options.Name))
        {
            var control = new RunControl { Progress = view, Stalled = view.Warn, Abort = interruption.Abort, DrainTimeout = configuration.Options.Run.DrainTimeout };
            report = await flow.RetryAsync(quarantine, control, interruption.Drain);
        }

        if (report is null)
        {
            if (!json)
                Console.WriteLine($"{quarantine} names no input: there is nothing to run again.");
            return ExitCode.Done;
        }

        if (json)
            JsonDocumentOutput.Print(report, FlowJson.Default.FlowReport);
        else
            RunSummary.Write(Console.Out, report);
        return ExitCode.Of(report);
    }

    private static ResolvedConfiguration Configuration(string quarantine, string? config, string[] overrides, string? profile)
    {
        Provenance? run = QuarantineFile.ReadProvenance(quarantine);
        ResolvedConfiguration configuration;
        if (config is not null)
        {
            configuration = ConfigurationReader.Load(config, overrides, profile);
        }
        else
        {
            RunOrigin origin = run?.Origin
                ?? throw new FileNotFoundException($"{quarantine}.meta.json, which names the run's configuration, is not there or names none: give it with --config FILE.");
            configuration = ConfigurationReader.Load(origin.File, [.. origin.Overrides, .. overrides], profile ?? origin.Profile, origin.Folder);
        }

        if (run is not null && run.Configuration != configuration.Fingerprint)
            Console.Error.WriteLine($"{configuration.Options.Name}: warning: the configuration is not the one of the run whose inputs failed.");
        return configuration;
    }
}
