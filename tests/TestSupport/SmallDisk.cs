using System.Diagnostics;
using Xunit;

namespace OpenVinoFlow.TestSupport;

/// <summary>A file system of its own, small enough to fill. Needs the right to mount; the test is skipped with the reason where that is missing.</summary>
public sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private bool _isMounted;

    private SmallDisk()
    {
    }

    public string Path => _folder.Path;

    /// <summary>Mounts a disk of that many KiB, in memory.</summary>
    public static SmallDisk Mount(int kibibytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs Linux, to mount a small disk in memory");

        var disk = new SmallDisk();
        string? problem = Run("mount", "-t", "tmpfs", "-o", $"size={kibibytes}k", "tmpfs", disk.Path);
        disk._isMounted = problem is null;
        if (problem is null)
            return disk;

        disk.Dispose();
        Assert.Skip($"needs the right to mount a small disk: {problem}");
        return disk;
    }

    /// <summary>From now on nothing can be written, by nobody.</summary>
    public void MakeReadOnly() => Assert.Null(Run("mount", "-o", "remount,ro", Path));

    /// <summary>Absolute path of a file on the disk.</summary>
    public string File(string relative) => System.IO.Path.Combine(Path, relative);

    public void Dispose()
    {
        if (_isMounted)
            Assert.Null(Run("umount", Path));
        _folder.Dispose();
    }

    private static string? Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            string error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"{program}: {error.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            return error.Message;
        }
    }
}
