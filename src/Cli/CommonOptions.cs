using System.CommandLine;

namespace OpenVinoFlow.Cli;

/// <summary>Arguments and options that several commands share.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Print one JSON object on standard output and nothing else there.",
        Recursive = true,
    };

    public static Argument<string> File() => new("FILE") { Description = "The YAML file that describes the flow." };

    public static Option<string[]> Set() => new("--set")
    {
        Description = "Override a value, for example --set infer.requests=4. May be repeated.",
        HelpName = "KEY=VALUE",
    };

    public static Option<string?> Profile() => new("--profile")
    {
        Description = "Apply one of the file's profiles.",
        HelpName = "NAME",
    };

    public static Option<bool> NoTuned() => new("--no-tuned") { Description = "Do not use the settings that ovflow tune has found." };
}
