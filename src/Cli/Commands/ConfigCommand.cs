using System.CommandLine;
using System.Text.Json;
using OpenVinoFlow.Cli.Output;
using OpenVinoFlow.Pipeline.Configuration;

namespace OpenVinoFlow.Cli.Commands;

/// <summary><c>ovflow config FILE</c>: what a configuration amounts to, and where each value comes from.</summary>
internal static class ConfigCommand
{
    public static Command Create()
    {
        Argument<string> file = CommonOptions.File();
        Option<string[]> set = CommonOptions.Set();
        Option<string?> profile = CommonOptions.Profile();
        var resolved = new Option<bool>("--resolved") { Description = "Show defaults too; otherwise only what somebody set." };

        var command = new Command("config", "Print the configuration as it is understood, with the origin of each value.") { file, set, profile, resolved };
        command.SetAction((parsed, _) =>
        {
            bool json = parsed.GetValue(CommonOptions.Json);
            return Failures.GuardAsync(json, () =>
            {
                ResolvedConfiguration configuration = ConfigurationReader.Load(
                    parsed.GetRequiredValue(file), parsed.GetValue(set) ?? [], parsed.GetValue(profile));
                ResolvedValue[] values =
                [
                    .. configuration.Values.Where(value => parsed.GetValue(resolved) || value.Origin.Kind != ConfigurationOriginKind.Default),
                ];

                if (json)
                    WriteJson(configuration, values);
                else
                    WriteText(configuration, values);
                return Task.FromResult(ExitCode.Done);
            });
        });
        return command;
    }

    private static void WriteText(ResolvedConfiguration configuration, ResolvedValue[] values)
    {
        foreach (ResolvedValue value in values)
            Console.WriteLine(value);
        Console.WriteLine($"# fingerprint {configuration.Fingerprint}");
    }

    private static void WriteJson(ResolvedConfiguration configuration, ResolvedValue[] values)
    {
        using JsonDocumentOutput output = JsonDocumentOutput.Open();
        Utf8JsonWriter writer = output.Writer;
        writer.WriteStartObject();
        writer.WriteString("file", configuration.SourcePath);
        writer.WriteString("fingerprint", configuration.Fingerprint);
        writer.WriteStartArray("values");
        foreach (ResolvedValue value in values)
        {
            writer.WriteStartObject();
            writer.WriteString("key", value.Key);
            writer.WriteString("value", value.Value);
            writer.WriteString("origin", value.Origin.ToString());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
