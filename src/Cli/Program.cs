using System.CommandLine;
using OpenVinoFlow.Cli;
using OpenVinoFlow.Cli.Commands;

RootCommand root = new("Runs images through a neural network at the speed of the hardware.")
{
    RunCommand.Create(),
    RetryCommand.Create(),
    BenchCommand.Create(),
    TuneCommand.Create(),
    CompareCommand.Create(),
    ValidateCommand.Create(),
    ConfigCommand.Create(),
    InspectCommand.Create(),
    PreprocessCommand.Create(),
    VerifyCommand.Create(),
    DoctorCommand.Create(),
    RuntimeCommand.Create(),
    SchemaCommand.Create(),
};
root.Options.Add(CommonOptions.Json);

ParseResult parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (string message in parsed.Errors.Select(error => error.Message).Distinct())
        Console.Error.WriteLine($"ovflow: {message}");
    Console.Error.WriteLine($"See: ovflow {(parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ")}--help");
    return ExitCode.Usage;
}

return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
