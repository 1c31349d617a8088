using System.CommandLine;
using OpenVinoFlow.Cli.Output;
using OpenVinoFlow.Native;

namespace OpenVinoFlow.Cli.Commands;

/// <summary><c>ovflow runtime</c>: OpenVINO runtimes of this user.</summary>
internal static class RuntimeCommand
{
    public static Command Create()
    {
        var archive = new Argument<string>("FILE") { Description = "A wheel (openvino-….whl) or an archive of OpenVINO." };
        var install = new Command("install", "Unpack OpenVINO's native libraries into the user's cache, where they are found from then on.") { archive };
        install.SetAction((parsed, _) =>
        {
            bool json = parsed.GetValue(CommonOptions.Json);
            return Failures.GuardAsync(json, () =>
            {
                InstalledRuntime installed = RuntimeInstaller.Install(parsed.GetRequiredValue(archive));
                if (json)
                    WriteJson(installed);
                else
                    Console.WriteLine($"OpenVINO {installed.Version} is installed in {installed.Directory}.");
                return Task.FromResult(ExitCode.Done);
            });
        });

        return new Command("runtime", "Manage OpenVINO runtimes.") { install };
    }

    private static void WriteJson(InstalledRuntime installed)
    {
        using JsonDocumentOutput output = JsonDocumentOutput.Open();
        output.Writer.WriteStartObject();
        output.Writer.WriteString("version", installed.Version.ToString());
        output.Writer.WriteString("directory", installed.Directory);
        output.Writer.WriteEndObject();
    }
}
