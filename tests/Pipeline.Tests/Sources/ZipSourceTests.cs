using System.Buffers.Binary;
using System.IO.Compression;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Ledger;
using OpenVinoFlow.Pipeline.Sources;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Pipeline.Tests.Sources;

public sealed class ZipSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_come_in_the_directorys_order_with_their_bytes_and_stable_ids()
    {
        byte[] large = Archives.Noise(3_000_000);
        string path = Archives.Zip(_folder.File("a.zip"), [("photos/", []), ("photos/b.jpg", large), ("a ü.jpg", [1]), ("photos/b.jpg", [2]), ("empty.jpg", [])]);
        ZipSource source = Source(path);

        (List<Archives.Entry> entries, SourceException? broken) = await source.ReadAsync();
        Assert.Null(broken);
        Assert.Equal(["a.zip/photos/b.jpg", "a.zip/a ü.jpg", "a.zip/photos/b.jpg#2", "a.zip/empty.jpg"], entries.Select(entry => entry.Id));
        Assert.Equal(entries.Select(entry => entry.Id), (await source.ReadAsync()).Entries.Select(entry => entry.Id));
        Assert.Equal(large, entries[0].Content);
        Assert.Equal([2], entries[2].Content);
        Assert.Equal(4, source.Count(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_leaves_the_archive_and_links_are_refused_by_name_and_the_rest_is_read()
    {
        string path = _folder.File("hostile.zip");
        using (var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create))
        {
            foreach (string name in (string[])["../a.jpg", "/b.jpg", @"x\..\..\c.jpg", "fine.jpg"])
                Write(archive.CreateEntry(name), [1]);

            ZipArchiveEntry link = archive.CreateEntry("link.jpg");
            link.ExternalAttributes = unchecked((int)0xA1FF0000);
            Write(link, "/etc/passwd"u8);
            Write(archive.CreateEntry("last.jpg"), [9]);
        }

        (List<Archives.Entry> entries, _) = await Source(path).ReadAsync();
        Assert.Equal(
            [
                ("../a.jpg", Reasons.OutsideSource),
                ("/b.jpg", Reasons.OutsideSource),
                (@"x\..\..\c.jpg", Reasons.OutsideSource),
                ("fine.jpg", null),
                ("link.jpg", Reasons.NotAFile),
                ("last.jpg", null),
            ],
            entries.Select(entry => (entry.Id["hostile.zip/".Length..], entry.Refused)));
    }

    [Fact]
    public async Task A_bomb_is_refused_before_it_is_unpacked_and_the_rest_is_read()
    {
        string path = Archives.Zip(_folder.File("bomb.zip"), [("a.jpg", [1]), ("zeros.jpg", new byte[50 << 20]), ("small-zeros.jpg", new byte[1 << 20]), ("b.jpg", [1])]);
        ZipSource source = Source(path);

        (List<Archives.Entry> entries, SourceException? broken) = await source.ReadAsync();
        Assert.Null(broken);
        Assert.Equal([null, Reasons.CompressionRatio, null, null], entries.Select(entry => entry.Refused));

        (entries, _) = await Source(path, options => options with { MaxRatio = 100_000, MaxEntryBytes = 10 << 20 }).ReadAsync();
        Assert.Equal([null, Reasons.TooManyBytes, null, null], entries.Select(entry => entry.Refused));
    }

    [Fact]
    public async Task Encrypted_damaged_and_lying_entries_fail_by_themselves()
    {
        string path = Archives.Zip(_folder.File("bad.zip"), Enumerable.Range(0, 5).Select(i => ($"{i}.jpg", Archives.Noise(1000, i))));
        byte[] bytes = File.ReadAllBytes(path);
        int[] headers = [.. Offsets(bytes, 0x02014B50)];
        bytes[headers[0] + 8] |= 1;
        bytes[(int)LocalOffset(bytes, headers[1]) + 30 + 5 + 500] ^= 0xFF;
        bytes[(int)LocalOffset(bytes, headers[2])] = 0;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(headers[3] + 24), 2000);
        File.WriteAllBytes(path, bytes);

        (List<Archives.Entry> entries, SourceException? broken) = await Source(path).ReadAsync();
        Assert.Null(broken);
        Assert.Equal(Reasons.Encrypted, entries[0].Refused);
        Assert.Equal("corrupt", entries[1].Refused);
        Assert.Equal("corrupt", entries[2].Refused);
        Assert.True(entries[3].Refused is "truncated" or "corrupt", entries[3].Refused);
        Assert.Null(entries[4].Refused);
    }

    [Fact]
    public async Task More_entries_than_allowed_are_counted_before_they_are_loaded()
    {
        string path = Archives.Zip(_folder.File("many.zip"), Enumerable.Range(0, 100).Select(i => ($"{i}.jpg", Array.Empty<byte>())));
        (List<Archives.Entry> entries, SourceException? broken) = await Source(path, options => options with { MaxEntries = 99 }).ReadAsync();
        Assert.Empty(entries);
        Assert.Contains("source.zip.max_entries", broken?.Message, StringComparison.Ordinal);

        (entries, broken) = await Source(path, options => options with { MaxEntries = 100 }).ReadAsync();
        Assert.Equal((100, null), (entries.Count, broken));
    }

    [Fact]
    public void A_directory_that_says_less_than_it_holds_is_counted_as_it_is()
    {
        string path = Archives.Zip(_folder.File("liar.zip"), Enumerable.Range(0, 100).Select(i => ($"{i}.jpg", Array.Empty<byte>())));
        byte[] bytes = File.ReadAllBytes(path);
        int end = Offsets(bytes, 0x06054B50).Single();
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(end + 8), 1);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(end + 10), 1);
        File.WriteAllBytes(path, bytes);

        using FileStream file = File.OpenRead(path);
        Assert.Equal(100, ZipDirectory.Count(file, 1000));
        Assert.Equal(51, ZipDirectory.Count(file, 50));
    }

    [Fact]
    public void Check_names_what_is_no_archive_or_was_cut()
    {
        string whole = Archives.Zip(_folder.File("a.zip"), [("a.jpg", Archives.Noise(10_000)), ("b.jpg", Archives.Noise(10_000))]);
        byte[] bytes = File.ReadAllBytes(whole);
        string half = _folder.File("half.zip");
        File.WriteAllBytes(half, bytes[..(bytes.Length / 2)]);

        Assert.Contains("cut short", Check(half), StringComparison.Ordinal);
        Assert.Contains("no zip archive", Check(_folder.Write("text.zip", "text")), StringComparison.Ordinal);
        Assert.Contains("no zip archive", Check(_folder.Write("empty.zip", "")), StringComparison.Ordinal);
        Assert.Contains("does not exist", Check(_folder.File("nowhere.zip")), StringComparison.Ordinal);
        Assert.Contains("no file that matches", Check(Archives.Zip(_folder.File("none.zip"), [("x/", [])])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_is_flipped_in_an_archive_is_a_refused_entry_or_a_broken_source()
    {
        string path = Archives.Zip(_folder.File("a.zip"), Enumerable.Range(0, 4).Select(i => ($"{i}.jpg", Archives.Noise(300, i))));
        byte[] whole = File.ReadAllBytes(path);
        var random = new Random(7);
        for (int round = 0; round < 500; round++)
        {
            byte[] bytes = [.. whole];
            for (int flips = random.Next(1, 8); flips > 0; flips--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(path, bytes);

            (List<Archives.Entry> entries, SourceException? broken) = await Source(path).ReadAsync();
            Assert.True(broken is not null || entries.Count > 0);
        }
    }

    private static ZipSource Source(string path, Func<ArchiveSourceOptions, ArchiveSourceOptions>? change = null)
    {
        var options = new ArchiveSourceOptions { Path = path };
        return new ZipSource(change?.Invoke(options) ?? options);
    }

    private static string Check(string path) => Assert.Throws<SourceException>(() => Source(path).Check()).Message;

    private static void Write(ZipArchiveEntry entry, ReadOnlySpan<byte> content)
    {
        using Stream stream = entry.Open();
        stream.Write(content);
    }

    private static IEnumerable<int> Offsets(byte[] archive, uint signature)
    {
        for (int i = 0; i < archive.Length - 4; i++)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(archive.AsSpan(i)) == signature)
                yield return i;
        }
    }

    private static uint LocalOffset(byte[] archive, int header) => BinaryPrimitives.ReadUInt32LittleEndian(archive.AsSpan(header + 42));
}
