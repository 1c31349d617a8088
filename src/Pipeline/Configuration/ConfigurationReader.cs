using OpenVinoFlow.Pipeline.Configuration.Keys;
using OpenVinoFlow.Pipeline.Configuration.Yaml;

namespace OpenVinoFlow.Pipeline.Configuration;

/// <summary>
/// Reads the YAML description of a flow. Defaults, the file, the chosen profile and the overrides are laid over one another in this order;
/// the keys are those of docs/configuration.md. Stateless and safe from any thread.
/// </summary>
public static class ConfigurationReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The YAML file; messages name it as it is given here.</param>
    /// <param name="overrides">What <c>--set</c> was given, each <c>KEY=VALUE</c>.</param>
    /// <param name="profile">Name of one of the file's profiles, or null for none.</param>
    /// <param name="overrideFolder">The folder relative paths in the overrides start from; null for the current one.</param>
    /// <exception cref="ConfigurationException">The file can't be read, or something in it or in the overrides is wrong.</exception>
    public static ResolvedConfiguration Load(string path, IReadOnlyList<string> overrides, string? profile = null, string? overrideFolder = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(overrides);

        string fullPath = Path.GetFullPath(path);
        var file = new Layer(ConfigurationOriginKind.File, Quoted.Printable(path), Path.GetDirectoryName(fullPath) ?? fullPath);
        var problems = new ProblemList();
        if (TextFile.Read(path, file, problems) is not { } text)
            throw problems.ToException();

        return Resolve(text, file, fullPath, overrides, profile, overrideFolder ?? Environment.CurrentDirectory, Environment.GetEnvironmentVariable);
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The YAML text.</param>
    /// <param name="baseFolder">The folder its relative paths start from.</param>
    /// <param name="overrides">As for <see cref="Load"/>.</param>
    /// <param name="profile">As for <see cref="Load"/>.</param>
    /// <param name="name">What messages call the text.</param>
    /// <exception cref="ConfigurationException">Something in the text or in the overrides is wrong.</exception>
    public static ResolvedConfiguration Parse(
        string text, string baseFolder, IReadOnlyList<string> overrides, string? profile = null, string name = "configuration") =>
        Parse(text, baseFolder, overrides, profile, name, Environment.GetEnvironmentVariable);

    internal static ResolvedConfiguration Parse(
        string text, string baseFolder, IReadOnlyList<string> overrides, string? profile, string name, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentException.ThrowIfNullOrEmpty(baseFolder);
        ArgumentNullException.ThrowIfNull(overrides);
        ArgumentException.ThrowIfNullOrEmpty(name);

        var file = new Layer(ConfigurationOriginKind.File, Quoted.Printable(name), Path.GetFullPath(baseFolder));
        return Resolve(text, file, name, overrides, profile, Environment.CurrentDirectory, environment);
    }

    private static ResolvedConfiguration Resolve(
        string text,
        Layer file,
        string sourcePath,
        IReadOnlyList<string> overrides,
        string? profile,
        string overrideFolder,
        Func<string, string?> environment)
    {
        Section<FlowOptions> table = ConfigurationKeys.Root;
        var problems = new ProblemList();
        if (text.Length > ConfigurationLimits.MaxFileBytes)
            problems.Add(file.Source, 0, 0, "", $"longer than {ConfigurationLimits.MaxFileBytes} characters");
        if (overrides.Count > ConfigurationLimits.MaxOverrides)
            problems.Add(file.Source, 0, 0, "", $"{overrides.Count} overrides; at most {ConfigurationLimits.MaxOverrides} are allowed");
        problems.ThrowIfAny();

        Node? root = DocumentReader.Read(text, file, problems);
        if (root is SequenceNode or ScalarNode)
            problems.Add(root.Place, "", $"the file is {root.Description}; a configuration starts with keys such as 'model:' and 'source:'");
        if (root is not MappingNode whole)
            throw problems.ToException();

        // Every layer is checked on its own too: what another one replaces must still be right.
        var start = new Place(file, 1, 1);
        (MappingNode document, Profiles profiles) = Profiles.Split(whole, problems);
        foreach (MappingNode layer in profiles.All.Prepend(document))
            table.Bind(layer, "", start, new Binder(table, environment, problems, partial: true));

        MappingNode merged = document;
        if (profile is not null && profiles.Find(profile, problems) is { } chosen)
            merged = Overlay.Merge(table, merged, chosen, problems);

        foreach (string argument in overrides)
        {
            if (Override.Parse(argument, table, overrideFolder, problems) is not { } single)
                continue;

            table.Bind(single, "", single.Place, new Binder(table, environment, problems, partial: true));
            merged = Overlay.Merge(table, merged, single, problems);
        }

        var binder = new Binder(table, environment, problems, partial: false);
        FlowOptions options = table.Bind(merged, "", start, binder);
        CrossChecks.Run(options, sourcePath, start, binder, problems);
        problems.ThrowIfAny();

        return new ResolvedConfiguration
        {
            Options = options,
            Fingerprint = ConfigurationFingerprint.Compute(options, file.BaseFolder),
            Values = binder.Values,
            Hidden = binder.Hidden,
            SourcePath = sourcePath,
            Profile = profile,
            Overrides = overrides,
            OverrideFolder = overrideFolder,
        };
    }
}
