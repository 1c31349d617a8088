using System.Text;
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
    /// <param name="overrides">What <c>--set</c> was given, each <c>KEY=VALUE</c>; relative paths in them start from the current folder.</param>
    /// <param name="profile">Name of one of the file's profiles, or null for none.</param>
    /// <exception cref="ConfigurationException">The file can't be read, or something in it or in the overrides is wrong.</exception>
    public static ResolvedConfiguration Load(string path, IReadOnlyList<string> overrides, string? profile = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(overrides);

        string fullPath = Path.GetFullPath(path);
        var problems = new ProblemList();
        string name = Quoted.Printable(path);
        string? text = ReadText(path, name, problems);
        problems.ThrowIfAny();

        return Resolve(text!, new Layer(ConfigurationOriginKind.File, name, Path.GetDirectoryName(fullPath) ?? fullPath), fullPath, overrides, profile,
            Environment.GetEnvironmentVariable);
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

        return Resolve(text, new Layer(ConfigurationOriginKind.File, Quoted.Printable(name), Path.GetFullPath(baseFolder)), name, overrides, profile, environment);
    }

    private static ResolvedConfiguration Resolve(
        string text, Layer file, string sourcePath, IReadOnlyList<string> overrides, string? profile, Func<string, string?> environment)
    {
        Section<FlowOptions> table = ConfigurationKeys.Root;
        var problems = new ProblemList();
        if (text.Length > ConfigurationLimits.MaxFileBytes)
            problems.Add(file.Source, 0, 0, "", $"longer than {ConfigurationLimits.MaxFileBytes} characters");
        if (overrides.Count > ConfigurationLimits.MaxOverrides)
            problems.Add(file.Source, 0, 0, "", $"{overrides.Count} overrides; at most {ConfigurationLimits.MaxOverrides} are allowed");
        problems.ThrowIfAny();

        Node? root = DocumentReader.Read(text, file, problems);
        if (root is not null and not MappingNode)
            problems.Add(root.Place, "", $"the file is {root.Description}; a configuration starts with keys such as 'model:' and 'source:'");
        if (root is not MappingNode document)
        {
            problems.Throw();
            return null;
        }

        // Every layer is checked on its own too: what another one replaces must still be right.
        var start = new Place(file, 1, 1);
        Place? profilesPlace = document.Find(ProfilesKey.KeyName)?.KeyPlace;
        Dictionary<string, MappingNode> profiles = TakeProfiles(ref document, problems);
        foreach (MappingNode layer in profiles.Values.Prepend(document))
            table.Bind(layer, "", start, new Binder(table, environment, problems, partial: true));

        MappingNode merged = document;
        if (profile is not null)
        {
            if (profiles.TryGetValue(profile, out MappingNode? chosen))
                merged = Overlay.Merge(table, merged, chosen, problems);
            else
                problems.Add(profilesPlace ?? start, ProfilesKey.KeyName, DescribeUnknownProfile(profile, profiles));
        }

        string currentFolder = Environment.CurrentDirectory;
        foreach (string argument in overrides)
        {
            if (Override.Parse(argument, table, currentFolder, problems) is not { } single)
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
            SourcePath = sourcePath,
            Profile = profile,
        };
    }

    private static Dictionary<string, MappingNode> TakeProfiles(ref MappingNode document, ProblemList problems)
    {
        var profiles = new Dictionary<string, MappingNode>();
        if (document.Find(ProfilesKey.KeyName) is not { } entry)
            return profiles;

        document = new MappingNode(document.Place, [.. document.Entries.Where(other => other != entry)]);
        if (entry.Value is not MappingNode mapping)
        {
            if (entry.Value is not (RefusedNode or ScalarNode { IsNull: true }))
                problems.Add(entry.Value.Place, ProfilesKey.KeyName, $"{ProfilesKey.KeyName} is {entry.Value.Description}; allowed: a mapping from names to sections of the configuration");
            return profiles;
        }

        foreach (MappingEntry profile in mapping.Entries)
        {
            var layer = new Layer(ConfigurationOriginKind.Profile, entry.KeyPlace.Layer.Source, entry.KeyPlace.Layer.BaseFolder, profile.Key);
            switch (profile.Value.In(layer))
            {
                case var _ when FreeName.Fault(profile.Key) is { } fault:
                    problems.Add(profile.KeyPlace, ProfilesKey.KeyName, $"{ProfilesKey.KeyName}: {fault}");
                    break;

                case MappingNode content:
                    profiles.Add(profile.Key, content);
                    break;

                case ScalarNode { IsNull: true } empty:
                    profiles.Add(profile.Key, new MappingNode(empty.Place, []));
                    break;

                case RefusedNode:
                    break;

                case var other:
                    problems.Add(other.Place, ProfilesKey.KeyName, $"the profile {Quoted.ForMessage(profile.Key)} is {other.Description}; allowed: a mapping with keys of the configuration");
                    break;
            }
        }

        return profiles;
    }

    private static string DescribeUnknownProfile(string profile, Dictionary<string, MappingNode> known)
    {
        string guess = Suggestion.Nearest(profile, known.Keys) is { } nearest ? $"; did you mean {Quoted.ForMessage(nearest)}?" : "";
        string names = known.Count == 0 ? "none" : string.Join(", ", known.Keys.Select(Quoted.ForMessage));
        return $"unknown profile {Quoted.ForMessage(profile)}{guess}; the file has: {names}";
    }

    private static string? ReadText(string path, string name, ProblemList problems)
    {
        try
        {
            // One byte more than is allowed tells a large file from an endless one such as a device.
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var buffer = new byte[ConfigurationLimits.MaxFileBytes + 1];
            int length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            if (length <= ConfigurationLimits.MaxFileBytes)
                return new StreamReader(new MemoryStream(buffer, 0, length), new UTF8Encoding(false, throwOnInvalidBytes: true)).ReadToEnd();

            problems.Add(name, 0, 0, "", $"larger than {ConfigurationLimits.MaxFileBytes} bytes: not a configuration");
        }
        catch (DecoderFallbackException exception)
        {
            problems.Add(name, 0, 0, "", $"not a UTF-8 text (byte {exception.Index}): not a configuration");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            problems.Add(name, 0, 0, "", "there is no such file");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add(name, 0, 0, "", Directory.Exists(path) ? "is a folder; name the YAML file in it" : $"can't be read: {Quoted.Printable(exception.Message)}");
        }

        return null;
    }
}
