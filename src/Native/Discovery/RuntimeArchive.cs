using System.Formats.Tar;
using System.IO.Compression;

namespace OpenVinoFlow.Native.Discovery;

/// <summary>A file in which OpenVINO is distributed.</summary>
internal sealed class RuntimeArchive
{
    private readonly string _path;
    private readonly Kind _kind;

    /// <exception cref="InvalidDataException">The file is no archive of a known kind.</exception>
    public RuntimeArchive(string path)
    {
        _path = path;
        _kind = Recognise(path);
    }

    private enum Kind
    {
        Zip,
        Tar,
        GzippedTar,
    }

    /// <summary>The release a wheel's own description folder names; null in other archives.</summary>
    public Version? Release { get; private set; }

    /// <summary>Writes OpenVINO's libraries, and the threading library where that lies elsewhere, side by side into a folder.</summary>
    /// <exception cref="InvalidDataException">The archive is damaged or has no OpenVINO for this platform.</exception>
    public void ExtractLibraries(string target)
    {
        try
        {
            List<string> names = [];
            Visit(entry => names.Add(entry.Name));
            if (names.Find(IsUnsafe) is { } bad)
                throw new InvalidDataException($"{_path} is not to be trusted: its entry '{bad}' points outside the archive.");

            Release = names.Select(ReleaseIn).FirstOrDefault(static version => version is not null);
            string folder = FolderOfLibraries(names)
                ?? throw new InvalidDataException($"{_path} has no {LibraryNames.CLibrary} for {System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier}.");

            Visit(entry =>
            {
                if (Destination(entry.Name, folder) is { } relative)
                    entry.WriteTo(Path.Combine(target, relative));
            });
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException($"{_path} is damaged: {exception.Message}", exception);
        }
    }

    private static Kind Recognise(string path)
    {
        byte[] head = new byte[262];
        using FileStream file = File.OpenRead(path);
        int length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        ReadOnlySpan<byte> read = head.AsSpan(0, length);
        if (read.StartsWith("PK"u8))
            return Kind.Zip;

        if (read.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            return Kind.GzippedTar;

        if (length >= 262 && read[257..].StartsWith("ustar"u8))
            return Kind.Tar;

        throw read.StartsWith((ReadOnlySpan<byte>)[0xFD, (byte)'7', (byte)'z'])
            ? new InvalidDataException($"{path} is compressed with xz, which cannot be read here: unpack it with \"tar -xJf {Path.GetFileName(path)}\" and name the folder in OVFLOW_OPENVINO_DIR.")
            : new InvalidDataException($"{path} is not a wheel, NuGet package, zip or tar archive.");
    }

    private static bool IsUnsafe(string name) =>
        name.StartsWith('/') || name.Contains(':', StringComparison.Ordinal) || name.Split('/').Contains("..");

    private static Version? ReleaseIn(string name)
    {
        string first = name.Split('/')[0];
        const string Prefix = "openvino-";
        const string Suffix = ".dist-info";
        return first.StartsWith(Prefix, StringComparison.Ordinal) && first.EndsWith(Suffix, StringComparison.Ordinal) && Version.TryParse(first[Prefix.Length..^Suffix.Length], out Version? version)
            ? version
            : null;
    }

    /// <summary>The folder of the C library that fits this platform, the outermost if there are several.</summary>
    private static string? FolderOfLibraries(List<string> names) => names
        .Where(static name => LibraryNames.Suffix(FileName(name), "openvino_c") is not null)
        .Select(FolderName)
        .Where(static folder => RidOf(folder) is not { } rid || NativeFolders.Fits(rid))
        .OrderBy(static folder => folder.Length)
        .FirstOrDefault();

    /// <summary>The middle of <c>runtimes/&lt;rid&gt;/native</c>, or null.</summary>
    private static string? RidOf(string folder)
    {
        string[] parts = folder.Split('/');
        return parts is [.., "runtimes", var rid, "native"] ? rid : null;
    }

    /// <summary>Where an entry goes, relative to the target; null for entries that are not needed.</summary>
    private static string? Destination(string name, string folder)
    {
        string file = FileName(name);
        string place = FolderName(name);
        if (file.Length == 0)
            return null;

        if (place == folder)
            return file;

        // Distributions keep plugins in a folder named after the release.
        if (FolderName(place) == folder && FileName(place).StartsWith("openvino-", StringComparison.Ordinal))
            return Path.Combine(FileName(place), file);

        return place.EndsWith("3rdparty/tbb/lib", StringComparison.Ordinal) || place.EndsWith("3rdparty/tbb/bin", StringComparison.Ordinal) ? file : null;
    }

    private static string FileName(string name) => name[(name.LastIndexOf('/') + 1)..];

    private static string FolderName(string name) => name.LastIndexOf('/') is var slash and >= 0 ? name[..slash] : "";

    private void Visit(Action<Entry> visit)
    {
        using FileStream file = File.OpenRead(_path);
        if (_kind == Kind.Zip)
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Read);
            foreach (ZipArchiveEntry entry in zip.Entries)
                visit(new Entry(entry.FullName.Replace('\\', '/'), entry.Open, LinkTarget: null));

            return;
        }

        using Stream content = _kind == Kind.GzippedTar ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var tar = new TarReader(content);
        while (tar.GetNextEntry() is { } entry)
        {
            string name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
                visit(new Entry(name, () => entry.DataStream ?? Stream.Null, LinkTarget: null));
            else if (entry.EntryType == TarEntryType.SymbolicLink)
                visit(new Entry(name, Open: null, entry.LinkName));
        }
    }

    private sealed record Entry(string Name, Func<Stream>? Open, string? LinkTarget)
    {
        /// <summary>Creates the file, which must not exist yet: no entry can write through another.</summary>
        public void WriteTo(string path)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (Open is null)
            {
                if (LinkTarget is not { Length: > 0 } || LinkTarget.Contains('/', StringComparison.Ordinal) || LinkTarget is "." or "..")
                    throw new InvalidDataException($"The link '{Name}' points to '{LinkTarget}', outside its own folder.");

                File.CreateSymbolicLink(path, LinkTarget);
                return;
            }

            using Stream source = Open();
            using var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            source.CopyTo(target);
        }
    }
}
