namespace OpenVinoFlow.Native.Discovery;

/// <summary>What a search depends on, so that tests can set up another machine.</summary>
internal sealed record SearchEnvironment
{
    /// <summary>Value of an environment variable; null or empty when not set.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>Folder of the application.</summary>
    public required string Application { get; init; }

    /// <summary>The user's home folder.</summary>
    public required string Home { get; init; }

    /// <summary>The user's cache folder.</summary>
    public required string Cache { get; init; }

    /// <summary>The system's library folders.</summary>
    public required IReadOnlyList<string> SystemFolders { get; init; }

    /// <summary>This process.</summary>
    public static SearchEnvironment OfProcess()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return new SearchEnvironment
        {
            Variable = Environment.GetEnvironmentVariable,
            Application = AppContext.BaseDirectory,
            Home = home,
            Cache = CacheFolder(home),
            SystemFolders = DefaultSystemFolders(),
        };
    }

    /// <summary>Where runtimes are installed for the user, one folder each.</summary>
    public string InstalledRuntimes => Path.Combine(Cache, "ovflow", "runtimes");

    private static string CacheFolder(string home)
    {
        if (OperatingSystem.IsWindows())
            return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);

        return Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Path.Combine(home, ".cache");
    }

    private static IReadOnlyList<string> DefaultSystemFolders()
    {
        if (OperatingSystem.IsWindows())
            return [];

        if (OperatingSystem.IsMacOS())
            return ["/usr/local/lib", "/opt/homebrew/lib"];

        string triplet = LibraryNames.ArchiveArchitecture == "intel64" ? "x86_64-linux-gnu" : $"{LibraryNames.ArchiveArchitecture}-linux-gnu";
        return [$"/usr/lib/{triplet}", "/usr/lib64", "/usr/lib", $"/usr/local/lib/{triplet}", "/usr/local/lib64", "/usr/local/lib"];
    }
}
