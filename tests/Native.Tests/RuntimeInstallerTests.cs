using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using OpenVinoFlow.Native.Discovery;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Native.Tests;

/// <summary>Unpacking of wheels, packages and archives, friendly and hostile. Linux names.</summary>
public sealed class RuntimeInstallerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public RuntimeInstallerTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "needs Linux: the libraries here have Linux names");

    private static string Rid => LibraryNames.ArchiveArchitecture == "intel64" ? "x64" : "arm64";

    [Fact]
    public void A_wheel_gives_its_libraries_and_nothing_else()
    {
        string wheel = Zip("openvino.whl", "openvino/libs/libopenvino_c.so.2641", "openvino/libs/libopenvino.so.2641", "openvino/libs/libtbb.so.12", "openvino/__init__.py", "openvino/include/openvino/c/ov_core.h", "openvino-2026.4.1.dist-info/METADATA");
        InstalledRuntime installed = Install(wheel);
        Assert.Equal(new Version(2026, 4, 1), installed.Version);
        Assert.Equal(_folder.File("cache/ovflow/runtimes/2026.4.1"), installed.Directory);
        Assert.Equal(["libopenvino.so.2641", "libopenvino_c.so.2641", "libtbb.so.12"], Files(installed));
    }

    [Fact]
    public void A_package_gives_the_libraries_of_this_platform()
    {
        string package = Zip("runtime.nupkg", "runtimes/win-x64/native/openvino_c.dll", $"runtimes/ubuntu.22.04-{Rid}/native/libopenvino_c.so.2620", $"runtimes/ubuntu.22.04-{Rid}/native/libopenvino.so.2620", $"runtimes/linux-s390x/native/libopenvino_c.so.2620");
        Assert.Equal(["libopenvino.so.2620", "libopenvino_c.so.2620"], Files(Install(package)));
    }

    [Fact]
    public void An_archive_gives_links_plugins_and_the_threading_library()
    {
        string root = $"openvino_toolkit/runtime/lib/{LibraryNames.ArchiveArchitecture}";
        string archive = Tar("openvino.tgz", tar =>
        {
            AddFile(tar, $"{root}/libopenvino_c.so.2026.2.1");
            AddLink(tar, $"{root}/libopenvino_c.so.2621", "libopenvino_c.so.2026.2.1");
            AddFile(tar, $"{root}/libopenvino.so.2026.2.1");
            AddLink(tar, $"{root}/libopenvino.so.2621", "libopenvino.so.2026.2.1");
            AddFile(tar, $"{root}/openvino-2026.2.1/libopenvino_intel_cpu_plugin.so");
            AddFile(tar, "openvino_toolkit/runtime/3rdparty/tbb/lib/libtbb.so.12");
            AddFile(tar, "openvino_toolkit/setupvars.sh");
        });
        InstalledRuntime installed = Install(archive);
        Assert.Equal(new Version(2026, 2, 1), installed.Version);
        Assert.Equal(["libopenvino.so.2026.2.1", "libopenvino.so.2621", "libopenvino_c.so.2026.2.1", "libopenvino_c.so.2621", "libtbb.so.12"], Files(installed));
        Assert.True(File.Exists(Path.Combine(installed.Directory, "openvino-2026.2.1", "libopenvino_intel_cpu_plugin.so")));
        Assert.Equal("libopenvino.so.2026.2.1", new FileInfo(Path.Combine(installed.Directory, "libopenvino.so.2621")).LinkTarget);
    }

    [Fact]
    public void The_same_release_is_replaced()
    {
        string first = Zip("first.whl", "openvino/libs/libopenvino_c.so.2641", "openvino/libs/libopenvino.so.2641", "openvino/libs/old.json");
        string second = Zip("second.whl", "openvino/libs/libopenvino_c.so.2641", "openvino/libs/libopenvino.so.2641", "openvino/libs/new.json");
        Install(first);
        Assert.Equal(["libopenvino.so.2641", "libopenvino_c.so.2641", "new.json"], Files(Install(second)));
        Assert.Equal(["2026.4.1"], Directory.GetFileSystemEntries(_folder.File("cache/ovflow/runtimes")).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("openvino/libs/../../../../evil.so")]
    [InlineData("../evil.so")]
    [InlineData("/tmp/evil.so")]
    [InlineData("..\\..\\evil.so")]
    [InlineData("C:\\evil.so")]
    public void An_entry_that_points_outside_is_refused_and_writes_nothing(string name)
    {
        string wheel = Zip("evil.whl", "openvino/libs/libopenvino_c.so.2641", "openvino/libs/libopenvino.so.2641", name);
        Assert.Contains("not to be trusted", Assert.Throws<InvalidDataException>(() => Install(wheel)).Message);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.File("cache/ovflow/runtimes")));
        Assert.Empty(Directory.GetFiles(_folder.Path, "evil.so", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../../outside")]
    [InlineData("..")]
    public void A_link_that_points_outside_is_refused(string target)
    {
        string archive = Tar("evil.tgz", tar =>
        {
            AddFile(tar, "libs/libopenvino_c.so.2641");
            AddLink(tar, "libs/libopenvino.so.2641", target);
        });
        Assert.Contains("outside its own folder", Assert.Throws<InvalidDataException>(() => Install(archive)).Message);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.File("cache/ovflow/runtimes")));
    }

    [Fact]
    public void A_file_never_writes_through_a_link_of_the_archive()
    {
        string archive = Tar("evil.tgz", tar =>
        {
            AddFile(tar, "libs/libopenvino_c.so.2641");
            AddLink(tar, "libs/libopenvino.so.2641", "libopenvino_c.so.2641");
            AddFile(tar, "libs/libopenvino.so.2641");
        });
        Assert.Throws<IOException>(() => Install(archive));
    }

    [Fact]
    public void What_is_no_usable_archive_says_why()
    {
        Assert.Throws<FileNotFoundException>(() => Install(_folder.File("none.whl")));

        File.WriteAllText(_folder.File("text.whl"), "not an archive");
        Assert.Contains("not a wheel", Assert.Throws<InvalidDataException>(() => Install(_folder.File("text.whl"))).Message);

        File.WriteAllBytes(_folder.File("x.tar.xz"), [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0]);
        Assert.Contains("tar -xJf x.tar.xz", Assert.Throws<InvalidDataException>(() => Install(_folder.File("x.tar.xz"))).Message);

        Assert.Contains("has no libopenvino_c.so", Assert.Throws<InvalidDataException>(() => Install(Zip("other.whl", "numpy/__init__.py"))).Message);
        Assert.Contains("too old", Assert.Throws<InvalidDataException>(() => Install(Zip("old.whl", "openvino/libs/libopenvino_c.so.2462", "openvino/libs/libopenvino.so.2462"))).Message);
        Assert.Contains("not the libopenvino", Assert.Throws<InvalidDataException>(() => Install(Zip("half.whl", "openvino/libs/libopenvino_c.so.2641"))).Message);

        string whole = Zip("whole.whl", "openvino/libs/libopenvino_c.so.2641", "openvino/libs/libopenvino.so.2641");
        byte[] bytes = File.ReadAllBytes(whole);
        File.WriteAllBytes(_folder.File("cut.whl"), bytes[..(bytes.Length / 2)]);
        Assert.Throws<InvalidDataException>(() => Install(_folder.File("cut.whl")));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.File("cache/ovflow/runtimes")));
    }

    public void Dispose() => _folder.Dispose();

    private static string[] Files(InstalledRuntime installed) => [.. Directory.GetFiles(installed.Directory).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static void AddFile(TarWriter tar, string name) =>
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.ASCII.GetBytes(name)) });

    private static void AddLink(TarWriter tar, string name, string target) => tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, name) { LinkName = target });

    private InstalledRuntime Install(string archive) => RuntimeInstaller.Install(archive, RuntimeLoadTests.CacheOnly(_folder.File("cache")));

    private string Zip(string name, params string[] entries)
    {
        using (var zip = ZipFile.Open(_folder.File(name), ZipArchiveMode.Create))
        {
            foreach (string entry in entries)
            {
                using Stream content = zip.CreateEntry(entry).Open();
                content.Write(Encoding.ASCII.GetBytes(entry));
            }
        }

        return _folder.File(name);
    }

    private string Tar(string name, Action<TarWriter> write)
    {
        using (FileStream file = File.Create(_folder.File(name)))
        using (var gzip = new GZipStream(file, CompressionLevel.Fastest))
        using (var tar = new TarWriter(gzip))
            write(tar);

        return _folder.File(name);
    }
}
