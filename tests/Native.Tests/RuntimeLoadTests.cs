using System.Diagnostics;
using System.Runtime.InteropServices;
using OpenVinoFlow.Native.Tests.Support;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Native.Tests;

/// <summary>Loading for real, each time in a fresh process.</summary>
public sealed class RuntimeLoadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Without_any_runtime_one_message_lists_the_places_and_the_commands()
    {
        (int exitCode, string output, _) = Probe.Run(["load"], new Dictionary<string, string> { ["HOME"] = _folder.Path, ["PATH"] = Environment.GetEnvironmentVariable("PATH")! });
        Assert.SkipWhen(exitCode == 0, $"needs a machine without OpenVINO in Python or the system: {output}");

        Assert.Equal(5, exitCode);
        Assert.Matches("OVFLOW_OPENVINO_DIR +is not set", output);
        Assert.Contains("runtimes/linux-", output);
        Assert.Matches("INTEL_OPENVINO_DIR +is not set", output);
        Assert.Contains("/usr/lib", output);
        Assert.Contains("pip install openvino", output);
        Assert.Contains("ovflow runtime install", output);
    }

    [Fact]
    public void A_search_loads_nothing()
    {
        string runtime = SharedAssets.RequireOpenVino();
        (int exitCode, string output, _) = Probe.Run(["search"], new Dictionary<string, string> { ["OVFLOW_OPENVINO_DIR"] = runtime });
        Assert.Equal(0, exitCode);
        Assert.StartsWith("Environment True", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("linux-{0}", RuntimeOrigin.Application)]
    [InlineData("ubuntu.22.04-{0}", RuntimeOrigin.Application)]
    [InlineData("ubuntu.24-{1}", RuntimeOrigin.Application)]
    public void Packages_of_other_publishers_work_as_they_are(string rid, RuntimeOrigin origin)
    {
        string runtime = SharedAssets.RequireOpenVino();
        bool arm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
        string application = _folder.Folder("app");
        Probe.Deploy(application);
        CopyRuntime(runtime, _folder.Folder("app", "runtimes", string.Format(System.Globalization.CultureInfo.InvariantCulture, rid, arm ? "arm64" : "x64", arm ? "aarch64" : "x86_64"), "native"));

        (int exitCode, string output, string errors) = Probe.Run(["load"], application: application);
        Assert.True(exitCode == 0, output + errors);
        Assert.Contains(application, output);
        Assert.EndsWith($"{origin} Loaded", output, StringComparison.Ordinal);

        (exitCode, output, errors) = Probe.Run(["infer", TinyModels.Affine(_folder)], application: application);
        Assert.True(exitCode == 0, output + errors);
        Assert.Equal("OK 21", output);
    }

    [Fact]
    public void An_archive_with_the_threading_library_elsewhere_is_loaded_from_INTEL_OPENVINO_DIR()
    {
        string runtime = SharedAssets.RequireOpenVino();
        string libraries = _folder.Folder("intel", "runtime", "lib", Discovery.LibraryNames.ArchiveArchitecture);
        CopyRuntime(runtime, libraries);
        string tbb = _folder.Folder("intel", "runtime", "3rdparty", "tbb", "lib");
        foreach (string file in Directory.GetFiles(libraries, "libtbb*"))
            File.Move(file, Path.Combine(tbb, Path.GetFileName(file)));

        (int exitCode, string output, string errors) = Probe.Run(["infer", TinyModels.Affine(_folder)], new Dictionary<string, string> { ["INTEL_OPENVINO_DIR"] = _folder.File("intel") });
        Assert.True(exitCode == 0, output + errors);
        Assert.Equal("OK 21", output);
    }

    [Theory]
    [InlineData("libopenvino.so.*", "is cut short")]
    [InlineData("libopenvino_intel_cpu_plugin.so", "is cut short")]
    [InlineData("libtbb.so.12", "libnosuch.so.9")]
    public void A_library_that_cannot_be_loaded_is_told_and_the_next_place_is_tried(string pattern, string reason)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs Linux: the libraries here have Linux names");
        string runtime = SharedAssets.RequireOpenVino();
        string application = _folder.Folder("app");
        Probe.Deploy(application);
        string broken = _folder.Folder("app", "runtimes", RuntimeInformation.RuntimeIdentifier, "native");
        CopyRuntime(runtime, broken);
        Damage(Directory.GetFiles(broken, pattern)[0]);

        (int exitCode, string output, _) = Probe.Run(["load"], new Dictionary<string, string> { ["INTEL_OPENVINO_DIR"] = runtime }, application);
        Assert.Equal(0, exitCode);
        Assert.Contains("IntelEnvironment Loaded", output);

        (exitCode, output, _) = Probe.Run(["load"], new Dictionary<string, string> { ["OVFLOW_OPENVINO_DIR"] = broken });
        Assert.Equal(5, exitCode);
        Assert.Contains("could not be loaded", output);
        Assert.Contains(reason, output);
        Assert.Contains("decides alone", output);
    }

    [Fact]
    public void A_library_of_an_old_release_without_a_version_in_its_name_is_refused_after_a_look_inside()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/cc"), "needs a C compiler to make a library that calls itself OpenVINO 2024.6");
        string old = _folder.Folder("old");
        File.WriteAllText(_folder.File("old.c"), """
            struct version { const char* build; const char* description; };
            int ov_get_openvino_version(struct version* v) { v->build = "2024.6.0-17404-4c0f47d2335-releases/2024/6"; v->description = ""; return 0; }
            void ov_version_free(struct version* v) { (void)v; }
            """);
        foreach (string name in (string[])["libopenvino_c.so", "libopenvino.so"])
        {
            using Process compiler = Process.Start("/usr/bin/cc", ["-shared", "-fPIC", "-o", Path.Combine(old, name), _folder.File("old.c")]);
            compiler.WaitForExit();
            Assert.Equal(0, compiler.ExitCode);
        }

        (int exitCode, string output, _) = Probe.Run(["load"], new Dictionary<string, string> { ["OVFLOW_OPENVINO_DIR"] = old });
        Assert.Equal(5, exitCode);
        Assert.Contains("OpenVINO 2024.6.0 is too old: 2025.1", output);
    }

    [Fact]
    public void An_installed_runtime_is_found_in_the_users_cache()
    {
        string wheel = Wheel();
        InstalledRuntime installed = RuntimeInstaller.Install(wheel, CacheOnly(_folder.Folder("cache")));
        (int exitCode, string output, string errors) = Probe.Run(["load"], new Dictionary<string, string> { ["XDG_CACHE_HOME"] = _folder.File("cache"), ["HOME"] = _folder.Path });
        Assert.True(exitCode == 0, output + errors);
        Assert.StartsWith($"{installed.Version} {installed.Directory} ", output, StringComparison.Ordinal);
        (exitCode, output, errors) = Probe.Run(["infer", TinyModels.Affine(_folder)], new Dictionary<string, string> { ["XDG_CACHE_HOME"] = _folder.File("cache"), ["HOME"] = _folder.Path });
        Assert.True(exitCode == 0, output + errors);
        Assert.Equal("OK 21", output);
    }

    public void Dispose() => _folder.Dispose();

    internal static Discovery.SearchEnvironment CacheOnly(string cache) => new()
    {
        Variable = static _ => null,
        Application = cache,
        Home = cache,
        Cache = cache,
        SystemFolders = [],
    };

    /// <summary>What a CPU needs, without the plugins and frontends that only make the copy larger.</summary>
    private static void CopyRuntime(string from, string to)
    {
        string[] needed = ["libopenvino_c.so", "libopenvino.so", "libopenvino_intel_cpu_plugin.so", "libopenvino_arm_cpu_plugin.so", "libopenvino_ir_frontend.so", "libtbb.so", "libtbbbind", "libhwloc", "libtbbmalloc.so"];
        foreach (string file in Directory.GetFiles(from).Where(file => needed.Any(name => Path.GetFileName(file).StartsWith(name, StringComparison.Ordinal))))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    /// <summary>The threading library keeps its length but names a library that does not exist; the others are cut in half.</summary>
    private static void Damage(string path)
    {
        byte[] content = File.ReadAllBytes(path);
        if (!Path.GetFileName(path).StartsWith("libtbb", StringComparison.Ordinal))
        {
            File.WriteAllBytes(path, content[..(content.Length / 2)]);
            return;
        }

        int name = content.AsSpan().IndexOf("libstdc++.so.6"u8);
        "libnosuch.so.9"u8.CopyTo(content.AsSpan(name));
        File.WriteAllBytes(path, content);
    }

    private static string Wheel()
    {
        SharedAssets.RequireOpenVino();
        string folder = Path.Combine(SharedAssets.Root, "openvino");
        string? wheel = Directory.Exists(folder) ? Directory.GetFiles(folder, "openvino-*.whl").FirstOrDefault() : null;
        Assert.SkipWhen(wheel is null, $"needs a wheel of OpenVINO in {folder}");
        return wheel;
    }
}
