using OpenVinoFlow.Pipeline.Configuration.Keys;
using OpenVinoFlow.Pipeline.Configuration.Yaml;

namespace OpenVinoFlow.Pipeline.Configuration;

/// <summary>
/// Checks options that were built in code against the same table and rules that a file is read by. Stateless and safe from any thread.
/// </summary>
public static class FlowOptionsValidation
{
    private const string Source = "options";

    /// <summary>Throws when something is out of range, missing, or doesn't fit together; paths are not looked for on disk.</summary>
    /// <param name="options">The options, as for <see cref="ConfigurationReader"/>'s result.</param>
    /// <exception cref="ConfigurationException">Carries every problem, each with its key.</exception>
    public static void ThrowIfInvalid(FlowOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        string folder = Environment.CurrentDirectory;
        var problems = new ProblemList();
        foreach (StatedValue value in ConfigurationKeys.Root.State(options, "", folder))
        {
            if (value.Fault is not null)
                problems.Add(Source, 0, 0, value.Path, $"{value.Path} {value.Fault}");
        }

        var nowhere = new Place(new Layer(ConfigurationOriginKind.Default, Source, folder), 0, 0);
        CrossChecks.Run(options, "", nowhere, new Binder(ConfigurationKeys.Root, _ => null, problems, partial: false), problems);
        problems.ThrowIfAny();
    }
}
