using OpenVinoFlow.Native.Discovery;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Native.Tests;

/// <summary>Order and outcomes of the search, on folders laid out as other publishers lay them out. Linux names.</summary>
public sealed class RuntimeLocatorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _variables = [];

    public RuntimeLocatorTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "needs Linux: the libraries here have Linux names");

    [Fact]
    public void With_nothing_installed_every_place_is_listed_in_order_with_its_reason()
    {
        RuntimeSearch search = Search();

        Assert.Null(search.Chosen);
        Assert.Equal(search.Candidates.Select(static candidate => candidate.Origin).Order(), search.Candidates.Select(static candidate => candidate.Origin));
        Assert.Equal(
            [RuntimeOrigin.Environment, RuntimeOrigin.Application, RuntimeOrigin.IntelEnvironment, RuntimeOrigin.Python, RuntimeOrigin.UserCache, RuntimeOrigin.System],
            search.Candidates.Select(static candidate => candidate.Origin).Distinct());
        Assert.All(search.Candidates, static candidate => Assert.NotEmpty(candidate.Reason));
        Assert.Matches("OVFLOW_OPENVINO_DIR +is not set", search.ToString());
    }

    [Fact]
    public void Each_place_wins_over_those_after_it()
    {
        string system = Runtime(_folder.Folder("system"), "2641");
        Chosen(RuntimeOrigin.System, system);

        string cache = Runtime(_folder.Folder("cache", "ovflow", "runtimes", "2026.1.0"), "2610");
        Chosen(RuntimeOrigin.UserCache, cache);
        string newer = Runtime(_folder.Folder("cache", "ovflow", "runtimes", "2026.2.1"), "2621");
        Chosen(RuntimeOrigin.UserCache, newer);

        string python = Runtime(_folder.Folder("venv", "lib", "python3.11", "site-packages", "openvino", "libs"), "2641");
        _variables["VIRTUAL_ENV"] = _folder.File("venv");
        Chosen(RuntimeOrigin.Python, python);

        string intel = Runtime(_folder.Folder("intel", "runtime", "lib", LibraryNames.ArchiveArchitecture), "2621");
        _variables["INTEL_OPENVINO_DIR"] = _folder.File("intel");
        Chosen(RuntimeOrigin.IntelEnvironment, intel);

        string application = Runtime(_folder.Folder("app", "runtimes", $"linux-{Processor}", "native"), "2641");
        Chosen(RuntimeOrigin.Application, application);

        string named = Runtime(_folder.Folder("named"), "2541");
        _variables["OVFLOW_OPENVINO_DIR"] = _folder.File("named");
        Chosen(RuntimeOrigin.Environment, named);

        string configured = Runtime(_folder.Folder("configured"), "2641");
        RuntimeSearch search = Search(_folder.File("configured"));
        Assert.Equal(configured, search.Chosen?.LibraryPath);
        Assert.Equal(RuntimeOrigin.Configured, search.Chosen?.Origin);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_place_named_explicitly_decides_alone(bool configured)
    {
        Runtime(_folder.Folder("system"), "2641");
        string nowhere = _folder.File("nowhere");
        if (!configured)
            _variables["OVFLOW_OPENVINO_DIR"] = nowhere;

        RuntimeSearch search = Search(configured ? nowhere : null);

        Assert.Null(search.Chosen);
        Assert.Contains(search.Candidates, candidate => candidate.Path == nowhere && candidate.Reason == "does not exist");
        Assert.Contains(search.Candidates, static candidate => candidate is { Origin: RuntimeOrigin.System, Outcome: RuntimeOutcome.Ignored });
    }

    [Theory]
    [InlineData("openvino/libs", "2641", "2026.4.1")]
    [InlineData("runtimes/ubuntu.22.04-{0}/native", "2620", "2026.2.0")]
    [InlineData("runtimes/ubuntu.22-{1}/native", "2510", "2025.1.0")]
    [InlineData("runtime/lib/{2}", "2026.4.0", "2026.4.0")]
    [InlineData(".", "2541", "2025.4.1")]
    public void Layouts_of_wheels_packages_and_archives_are_understood(string layout, string suffix, string version)
    {
        string folder = string.Format(System.Globalization.CultureInfo.InvariantCulture, layout, Processor, Processor == "x64" ? "x86_64" : "aarch64", LibraryNames.ArchiveArchitecture);
        string library = Runtime(_folder.Folder("root", folder), suffix);

        RuntimeSearch search = Search(_folder.File("root"));

        Assert.Equal(library, search.Chosen?.LibraryPath);
        Assert.Equal(Version.Parse(version), search.Chosen?.Version);
    }

    [Fact]
    public void The_library_itself_may_be_named()
    {
        string library = Runtime(_folder.Folder("root"), "2641");
        Assert.Equal(library, Search(library).Chosen?.LibraryPath);
        Assert.Contains("is a file, but not", Search(_folder.File("root/libtbb.so.12")).Candidates[0].Reason);
    }

    [Fact]
    public void The_newest_release_of_a_folder_is_taken_with_its_own_core()
    {
        Runtime(_folder.Folder("root"), "2510");
        string newest = Runtime(_folder.Folder("root"), "2641");
        Runtime(_folder.Folder("root"), "2541");

        Assert.Equal(newest, Search(_folder.File("root")).Chosen?.LibraryPath);
        Assert.EndsWith("libopenvino.so.2641", RuntimeFolder.Inspect(_folder.File("root")).Found!.CoreLibrary, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_tell_the_release_they_point_to()
    {
        string root = _folder.Folder("root");
        Runtime(root, "2026.4.0");
        File.CreateSymbolicLink(_folder.File("root/libopenvino_c.so"), "libopenvino_c.so.2026.4.0");
        File.CreateSymbolicLink(_folder.File("root/libopenvino.so"), "libopenvino.so.2026.4.0");

        RuntimeCandidate chosen = Search(_folder.File("root/libopenvino_c.so")).Chosen!;
        Assert.Equal(new Version(2026, 4, 0), chosen.Version);
    }

    [Theory]
    [InlineData("2462", "2024.6.2")]
    [InlineData("2500", "2025.0.0")]
    [InlineData("2024.6.0", "2024.6.0")]
    public void A_release_before_2025_1_gets_a_clear_reason(string suffix, string version)
    {
        Runtime(_folder.Folder("old"), suffix);
        RuntimeSearch search = Search(_folder.File("old"));
        Assert.Null(search.Chosen);
        Assert.Contains($"OpenVINO {version} is too old: 2025.1", search.Candidates[0].Reason);
    }

    [Fact]
    public void A_c_library_without_its_core_is_told()
    {
        Runtime(_folder.Folder("broken"), "2641");
        File.Delete(_folder.File("broken/libopenvino.so.2641"));
        Assert.Contains("not the libopenvino of the same release", Search(_folder.File("broken")).Candidates[0].Reason);
    }

    [Fact]
    public void A_missing_cpu_plugin_is_told()
    {
        Runtime(_folder.Folder("bare"), "2641");
        File.Delete(_folder.File("bare/libopenvino_intel_cpu_plugin.so"));
        Assert.Contains("no CPU plugin", Search(_folder.File("bare")).Chosen!.Reason);
    }

    [Fact]
    public void Python_is_found_through_path_links_and_pyenv_without_being_started()
    {
        string packages = Runtime(_folder.Folder("base", "lib", "python3.12", "site-packages", "openvino", "libs"), "2641");
        _folder.Folder("base", "bin");
        File.WriteAllText(_folder.File("base/bin/python3"), "not a program: starting it would fail");
        _folder.Folder("venv", "bin");
        File.CreateSymbolicLink(_folder.File("venv/bin/python3"), _folder.File("base/bin/python3"));
        _variables["PATH"] = $"/nonexistent:{_folder.File("venv/bin")}";
        Chosen(RuntimeOrigin.Python, packages);

        _folder.Folder("pyenv", "shims");
        File.WriteAllText(_folder.File("pyenv/shims/python3"), "not a program either");
        File.WriteAllText(_folder.File("pyenv/version"), "3.11.7\n");
        string managed = Runtime(_folder.Folder("pyenv", "versions", "3.11.7", "lib", "python3.11", "site-packages", "openvino", "libs"), "2641");
        _variables["PATH"] = _folder.File("pyenv/shims");
        Chosen(RuntimeOrigin.Python, managed);
    }

    [Fact]
    public void Folders_relative_to_the_current_one_are_not_searched()
    {
        Runtime(_folder.Folder("here"), "2641");
        Runtime(_folder.Folder("lib", "python3.12", "site-packages", "openvino", "libs"), "2641");
        File.WriteAllText(Path.Combine(_folder.Folder("bin"), "python3"), "");
        string current = Environment.CurrentDirectory;
        _variables["LD_LIBRARY_PATH"] = Path.GetRelativePath(current, _folder.File("here"));
        _variables["PATH"] = Path.GetRelativePath(current, _folder.File("bin"));

        Assert.Null(Search().Chosen);
    }

    [Theory]
    [InlineData("win-x64", false)]
    [InlineData("osx-x64", false)]
    [InlineData("linux", false)]
    [InlineData("linux-s390x", false)]
    public void Files_for_other_systems_are_not_taken(string rid, bool fits) => Assert.Equal(fits, NativeFolders.Fits(rid));

    public void Dispose() => _folder.Dispose();

    private static string Processor => LibraryNames.ArchiveArchitecture == "intel64" ? "x64" : "arm64";

    private RuntimeSearch Search(string? configured = null)
    {
        var environment = new SearchEnvironment
        {
            Variable = name => _variables.GetValueOrDefault(name),
            Application = _folder.Folder("app") + "/",
            Home = _folder.Folder("home"),
            Cache = _folder.Folder("cache"),
            SystemFolders = [_folder.Folder("system")],
        };

        return new RuntimeSearch(new RuntimeLocator(environment).Search(configured));
    }

    private void Chosen(RuntimeOrigin origin, string library)
    {
        RuntimeSearch search = Search();
        Assert.Equal((origin, library), (search.Chosen!.Origin, search.Chosen.LibraryPath!));
    }

    private static string Runtime(string folder, string suffix)
    {
        foreach (string name in (string[])["libopenvino_c.so", "libopenvino.so"])
            File.WriteAllText(Path.Combine(folder, $"{name}.{suffix}"), "");

        File.WriteAllText(Path.Combine(folder, "libopenvino_intel_cpu_plugin.so"), "");
        File.WriteAllText(Path.Combine(folder, "libtbb.so.12"), "");
        return Path.GetFullPath(Path.Combine(folder, $"libopenvino_c.so.{suffix}"));
    }
}
