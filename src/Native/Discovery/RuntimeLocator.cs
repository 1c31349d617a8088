namespace OpenVinoFlow.Native.Discovery;

/// <summary>Goes through the places where OpenVINO can be, in the documented order. Looks at files only, loads nothing, never throws.</summary>
internal sealed class RuntimeLocator(SearchEnvironment environment)
{
    /// <summary>
    /// Every place with its outcome. A path that the program or <c>OVFLOW_OPENVINO_DIR</c> names decides alone: when it cannot be used,
    /// running on another OpenVINO would be a surprise.
    /// </summary>
    public IReadOnlyList<RuntimeCandidate> Search(string? configuredPath)
    {
        List<RuntimeCandidate> candidates = [];
        bool decided = false;
        foreach (Place place in Places(configuredPath))
        {
            if (place.Absence is not null)
                candidates.Add(new RuntimeCandidate(place.Origin, place.Path, RuntimeOutcome.Absent, place.Absence));
            else if (decided)
                candidates.Add(new RuntimeCandidate(place.Origin, place.Path, RuntimeOutcome.Ignored, "not searched: the place named above decides alone"));
            else
                candidates.Add(Look(place));

            decided |= place.Absence is null && place.Origin is RuntimeOrigin.Configured or RuntimeOrigin.Environment;
        }

        return candidates;
    }

    private static RuntimeCandidate Look(Place place)
    {
        (RuntimeFolder? found, RuntimeOutcome outcome, string reason) = RuntimeFolder.Inspect(place.Path);
        return new RuntimeCandidate(place.Origin, place.Path, outcome, reason, found?.CLibrary, found?.Version);
    }

    private IEnumerable<Place> Places(string? configuredPath)
    {
        if (!string.IsNullOrEmpty(configuredPath))
            yield return new Place(RuntimeOrigin.Configured, configuredPath);

        yield return Named(RuntimeOrigin.Environment, "OVFLOW_OPENVINO_DIR");

        foreach (string folder in NativeFolders.Below(environment.Application))
            yield return new Place(RuntimeOrigin.Application, folder);

        yield return new Place(RuntimeOrigin.Application, Path.TrimEndingDirectorySeparator(environment.Application));

        yield return Named(RuntimeOrigin.IntelEnvironment, "INTEL_OPENVINO_DIR");

        IReadOnlyList<string> python = [.. PythonFolders.Libraries(environment)];
        if (python.Count == 0)
            yield return new Place(RuntimeOrigin.Python, "VIRTUAL_ENV, CONDA_PREFIX, python3", "no Python environment with packages was found");

        foreach (string folder in python)
            yield return new Place(RuntimeOrigin.Python, folder);

        foreach (string folder in InstalledRuntimes())
            yield return new Place(RuntimeOrigin.UserCache, folder);

        foreach (string folder in SystemFolders())
            yield return new Place(RuntimeOrigin.System, folder);
    }

    private Place Named(RuntimeOrigin origin, string variable) =>
        environment.Variable(variable) is { Length: > 0 } path ? new Place(origin, path) : new Place(origin, variable, "is not set");

    /// <summary>Newest release first; the empty folder itself when nothing is installed, so that the list shows it.</summary>
    private IEnumerable<string> InstalledRuntimes()
    {
        IReadOnlyList<string> installed = [.. FileSystem.Folders(environment.InstalledRuntimes, "*").Where(static path => !Path.GetFileName(path).StartsWith('.'))];
        return installed.Count == 0
            ? [environment.InstalledRuntimes]
            : installed.OrderByDescending(static path => Version.TryParse(Path.GetFileName(path), out Version? version) ? version : new Version(0, 0));
    }

    private IEnumerable<string> SystemFolders()
    {
        string variable = OperatingSystem.IsMacOS() ? "DYLD_LIBRARY_PATH" : OperatingSystem.IsWindows() ? "PATH" : "LD_LIBRARY_PATH";

        // A relative entry would be a folder of whoever made the current one.
        IEnumerable<string> loader = (environment.Variable(variable) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Where(Path.IsPathFullyQualified);
        return loader.Concat(environment.SystemFolders).Distinct(StringComparer.Ordinal);
    }

    /// <summary>Somewhere to look, or why there is nowhere.</summary>
    private readonly record struct Place(RuntimeOrigin Origin, string Path, string? Absence = null);
}
