using System.CommandLine;
using OpenVinoFlow.Cli.Diagnosis;
using OpenVinoFlow.Cli.Output;

namespace OpenVinoFlow.Cli.Commands;

/// <summary><c>ovflow doctor</c>: what this machine has, what is missing, and how to get it.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var runtime = new Option<string?>("--runtime") { Description = "Folder of OpenVINO's native libraries.", HelpName = "FOLDER" };

        var command = new Command("doctor", "Look at the machine, the runtimes and the decoders; say what is missing and how to get it.") { runtime };
        command.SetAction((parsed, _) =>
        {
            bool json = parsed.GetValue(CommonOptions.Json);
            return Failures.GuardAsync(json, () =>
            {
                IReadOnlyList<Finding> findings = Doctor.Examine(parsed.GetValue(runtime));
                if (json)
                    JsonDocumentOutput.Print(findings, FindingJson.Default.IReadOnlyListFinding);
                else
                    Write(findings);
                return Task.FromResult(ExitCode.Done);
            });
        });
        return command;
    }

    private static void Write(IReadOnlyList<Finding> findings)
    {
        foreach (Finding finding in findings)
        {
            Console.WriteLine($"[{(finding.State == FindingState.Ok ? "ok" : "missing")}] {finding.Topic}: {finding.Summary}");
            foreach (string detail in finding.Details)
                Console.WriteLine($"       {detail}");
            if (finding.Remedy is { } remedy)
                Console.WriteLine($"       to get it: {remedy}");
        }
    }
}
