using System.Formats.Tar;
using System.IO.Compression;
using OpenVinoFlow.Pipeline.Sources;

namespace OpenVinoFlow.Pipeline.Tests.Sources;

/// <summary>Archives for tests, and what a source makes of them.</summary>
internal static class Archives
{
    /// <summary>Writes a tar archive; gzip-compressed when its name ends so.</summary>
    public static string Tar(string path, Action<TarWriter> write)
    {
        using FileStream file = File.Create(path);
        using Stream stream = path.EndsWith("gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.SmallestSize) : file;
        using var writer = new TarWriter(stream, TarEntryFormat.Pax);
        write(writer);
        return path;
    }

    public static string Tar(string path, params IEnumerable<(string Name, byte[] Content)> files) => Tar(path, writer =>
    {
        foreach ((string name, byte[] content) in files)
            writer.Add(name, content);
    });

    public static void Add(this TarWriter writer, string name, byte[] content) =>
        writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });

    public static string Zip(string path, params IEnumerable<(string Name, byte[] Content)> files)
    {
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach ((string name, byte[] content) in files)
        {
            using Stream entry = archive.CreateEntry(name).Open();
            entry.Write(content);
        }

        return path;
    }

    /// <summary>Bytes that cannot be packed.</summary>
    public static byte[] Noise(int length, int seed = 1)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>What the source gives, until its end or until it breaks; buffers are given back at once.</summary>
    public static async Task<(List<Entry> Entries, SourceException? Broken)> ReadAsync(this IImageSource source)
    {
        var entries = new List<Entry>();
        try
        {
            await foreach (ImageItem item in source.ReadAsync(TestContext.Current.CancellationToken))
            {
                entries.Add(new Entry(item.Id, item.Data.ToArray(), item.Refusal?.Reason));
                item.Owner?.Dispose();
            }

            return (entries, null);
        }
        catch (SourceException broken)
        {
            return (entries, broken);
        }
    }

    public sealed record Entry(string Id, byte[] Content, string? Refused);
}
