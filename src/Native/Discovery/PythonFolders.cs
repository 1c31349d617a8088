namespace OpenVinoFlow.Native.Discovery;

/// <summary>
/// Where Python environments keep packages. Python itself is never started: an environment's layout is read from the file system.
/// </summary>
internal static class PythonFolders
{
    private static readonly string[] _packageFolders = ["site-packages", "dist-packages"];

    /// <summary>The folders <c>openvino/libs</c> could be in, most specific environment first, with the reason for each.</summary>
    public static IEnumerable<string> Libraries(SearchEnvironment environment)
    {
        IEnumerable<string> prefixes = Prefixes(environment).Distinct(StringComparer.Ordinal);
        return prefixes.SelectMany(Packages).Select(static packages => Path.Combine(packages, "openvino", "libs")).Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Prefixes(SearchEnvironment environment)
    {
        foreach (string variable in (string[])["VIRTUAL_ENV", "CONDA_PREFIX"])
        {
            if (environment.Variable(variable) is { Length: > 0 } prefix)
                yield return prefix;
        }

        if (Interpreter(environment) is { } interpreter)
        {
            // A virtual environment's interpreter is a link: its own packages lie beside the link, the others beside what it points to.
            yield return Prefix(interpreter);

            if (PyenvVersion(interpreter, environment) is { } version)
                yield return version;

            if (FileSystem.LinkTarget(interpreter) is { } target)
                yield return Prefix(target);
        }

        yield return Path.Combine(environment.Home, ".local");
        if (!OperatingSystem.IsWindows())
            yield return "/usr/local";
    }

    /// <summary>The first python3 (python.exe on Windows) of PATH.</summary>
    private static string? Interpreter(SearchEnvironment environment)
    {
        string name = OperatingSystem.IsWindows() ? "python.exe" : "python3";
        return (environment.Variable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
    }

    private static string Prefix(string interpreter)
    {
        string folder = Path.GetDirectoryName(interpreter)!;
        return OperatingSystem.IsWindows() ? folder : Path.GetDirectoryName(folder) ?? folder;
    }

    /// <summary>pyenv puts a script in front of its interpreters: the version it would start is in a variable or a file.</summary>
    private static string? PyenvVersion(string interpreter, SearchEnvironment environment)
    {
        string shims = Path.GetDirectoryName(interpreter)!;
        if (Path.GetFileName(shims) != "shims" || Path.GetDirectoryName(shims) is not { } root)
            return null;

        string? version = environment.Variable("PYENV_VERSION") is { Length: > 0 } chosen
            ? chosen
            : FileSystem.FirstLine(Path.Combine(root, "version"));

        return version is { Length: > 0 } && version != "system" ? Path.Combine(root, "versions", version) : null;
    }

    private static IEnumerable<string> Packages(string prefix)
    {
        if (OperatingSystem.IsWindows())
            return [Path.Combine(prefix, "Lib", "site-packages")];

        return FileSystem.Folders(Path.Combine(prefix, "lib"), "python3*")
            .OrderByDescending(static path => path, StringComparer.Ordinal)
            .SelectMany(static version => _packageFolders.Select(folder => Path.Combine(version, folder)))
            .Where(Directory.Exists);
    }
}
