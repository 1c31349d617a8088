using System.Runtime.InteropServices;

namespace OpenVinoFlow.Pipeline.Sinks;

/// <summary>Files that survive a power failure whole: their content on disk first, then their name.</summary>
internal static partial class DurableFile
{
    /// <summary>What a file is called until it is finished.</summary>
    public const string PartSuffix = ".part";

    /// <summary>Brings a file's content to disk; it may be open elsewhere.</summary>
    public static void Sync(string path)
    {
        using Microsoft.Win32.SafeHandles.SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>Gives a file its name in one step, replacing the one that has it, and brings the name to disk. Its content is on disk already.</summary>
    public static void Rename(string from, string to)
    {
        File.Move(from, to, overwrite: true);
        SyncFolderOf(to);
    }

    /// <summary>Brings the names in a file's folder to disk.</summary>
    public static void SyncFolderOf(string path)
    {
        // Windows does that by itself, and does not let folders be opened like files.
        if (OperatingSystem.IsWindows() || Path.GetDirectoryName(Path.GetFullPath(path)) is not { } folder)
            return;

        int descriptor = Open(folder, 0);
        if (descriptor < 0)
            throw new IOException($"{folder} cannot be opened (error {Marshal.GetLastPInvokeError()}).");

        int result = Sync(descriptor);
        int error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);

        // Some file systems, such as those of other machines, cannot do it.
        const int Einval = 22;
        if (result != 0 && error != Einval)
            throw new IOException($"{folder} cannot be brought to disk (error {error}).");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
