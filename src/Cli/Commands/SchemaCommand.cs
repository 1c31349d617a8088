using System.CommandLine;
using OpenVinoFlow.Pipeline.Configuration;

namespace OpenVinoFlow.Cli.Commands;

/// <summary><c>ovflow schema</c>: the JSON schema of the configuration, for editors.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var command = new Command("schema", "Print the JSON schema of the configuration, for editors.");
        command.SetAction(_ => Console.Out.Write(ConfigurationSchema.ToJson()));
        return command;
    }
}
