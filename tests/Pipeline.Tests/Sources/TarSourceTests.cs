using System.Diagnostics;
using System.Formats.Tar;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Ledger;
using OpenVinoFlow.Pipeline.Sources;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Pipeline.Tests.Sources;

public sealed class TarSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.tar")]
    [InlineData("a.tar.gz")]
    public async Task Files_come_in_the_archives_order_with_their_bytes_and_stable_ids(string name)
    {
        byte[] large = Archives.Noise(3_000_000);
        string path = Archives.Tar(_folder.File(name), writer =>
        {
            writer.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "photos/"));
            writer.Add("photos/b.jpg", large);
            writer.Add("./a ü.jpg", [1]);
            writer.Add("photos/b.jpg", [2]);
            writer.Add("empty.jpg", []);
        });

        (List<Archives.Entry> first, SourceException? broken) = await Source(path).ReadAsync();
        (List<Archives.Entry> again, _) = await Source(path).ReadAsync();

        Assert.Null(broken);
        Assert.Equal([$"{name}/photos/b.jpg", $"{name}/a ü.jpg", $"{name}/photos/b.jpg#2", $"{name}/empty.jpg"], first.Select(entry => entry.Id));
        Assert.Equal(first.Select(entry => entry.Id), again.Select(entry => entry.Id));
        Assert.Equal(large, first[0].Content);
        Assert.Equal([1], first[1].Content);
        Assert.Equal([2], first[2].Content);
        Assert.Empty(first[3].Content);
        Assert.All(first, entry => Assert.Null(entry.Refused));
    }

    [Fact]
    public async Task Archives_of_the_systems_own_tar_are_read_in_every_format()
    {
        _folder.Write($"in/{new string('d', 90)}/{new string('n', 90)}.jpg", "long");
        _folder.Write("in/a.jpg", "short");
        foreach (string format in (string[])["ustar", "gnu", "pax", "v7", "oldgnu"])
        {
            string path = _folder.File($"{format}.tar");
            using Process tar = Process.Start("tar", ["-C", _folder.File("in"), $"--format={format}", "-cf", path, format == "v7" ? "a.jpg" : "."]);
            await tar.WaitForExitAsync(TestContext.Current.CancellationToken);

            (List<Archives.Entry> entries, SourceException? broken) = await Source(path).ReadAsync();
            Assert.Null(broken);
            Assert.Contains(entries, entry => entry.Id == $"{format}.tar/a.jpg" && entry.Content.AsSpan().SequenceEqual("short"u8));
            Assert.Equal(format == "v7" ? 1 : 2, entries.Count(entry => entry.Refused is null));
        }
    }

    [Fact]
    public async Task What_leaves_the_archive_and_what_is_no_file_is_refused_by_name_and_the_rest_is_read()
    {
        string path = Archives.Tar(_folder.File("hostile.tar"), writer =>
        {
            writer.Add("../../etc/cron.d/a.jpg", [1]);
            writer.Add("/etc/b.jpg", [1]);
            writer.Add("sub/../../c.jpg", [1]);
            writer.Add(@"..\d.jpg", [1]);
            writer.Add("C:/e.jpg", [1]);
            writer.Add("fine..jpg", [1]);
            writer.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "link.jpg") { LinkName = "/etc/passwd" });
            writer.WriteEntry(new PaxTarEntry(TarEntryType.HardLink, "hard.jpg") { LinkName = "fine..jpg" });
            writer.WriteEntry(new PaxTarEntry(TarEntryType.Fifo, "pipe.jpg"));
            writer.WriteEntry(new PaxTarEntry(TarEntryType.CharacterDevice, "null.jpg") { DeviceMajor = 1, DeviceMinor = 3 });
            writer.Add("last.jpg", [9]);
        });

        (List<Archives.Entry> entries, SourceException? broken) = await Source(path).ReadAsync();
        Assert.Null(broken);
        Assert.Equal(
            [
                ("../../etc/cron.d/a.jpg", Reasons.OutsideSource),
                ("/etc/b.jpg", Reasons.OutsideSource),
                ("sub/../../c.jpg", Reasons.OutsideSource),
                (@"..\d.jpg", Reasons.OutsideSource),
                ("C:/e.jpg", Reasons.OutsideSource),
                ("fine..jpg", null),
                ("link.jpg", Reasons.NotAFile),
                ("hard.jpg", Reasons.NotAFile),
                ("pipe.jpg", Reasons.NotAFile),
                ("null.jpg", Reasons.NotAFile),
                ("last.jpg", null),
            ],
            entries.Select(entry => (entry.Id["hostile.tar/".Length..], entry.Refused)));

        (entries, _) = await Source(path, options => options with { AllowOutside = true, Pattern = "**/{a,b}.jpg" }).ReadAsync();
        Assert.Equal([("hostile.tar/../../etc/cron.d/a.jpg", null), ("hostile.tar//etc/b.jpg", null)], entries.Select(entry => (entry.Id, entry.Refused)));
    }

    [Theory]
    [InlineData("cut.tar")]
    [InlineData("cut.tar.gz")]
    public async Task Of_an_archive_cut_in_half_what_is_whole_is_given_and_the_source_breaks(string name)
    {
        string path = Archives.Tar(_folder.File(name), Enumerable.Range(0, 20).Select(i => ($"{i}.jpg", Archives.Noise(100_000, i))));
        Cut(path, (new FileInfo(path).Length / 2) + 50_000);

        (List<Archives.Entry> entries, SourceException? broken) = await Source(path).ReadAsync();
        Assert.Contains(path, broken?.Message, StringComparison.Ordinal);
        Assert.Contains("cut short", broken!.Message, StringComparison.Ordinal);
        Assert.Equal(11, entries.Count);
        Assert.Equal(Enumerable.Range(0, entries.Count - 1).Select(i => Archives.Noise(100_000, i)), entries.SkipLast(1).Select(entry => entry.Content));
        Assert.True(entries[^1].Refused is "truncated" or "corrupt", entries[^1].Refused);
    }

    [Fact]
    public async Task A_cut_between_two_entries_is_noticed_too()
    {
        string path = Archives.Tar(_folder.File("cut.tar"), [("a.jpg", Archives.Noise(1024)), ("b.jpg", Archives.Noise(1024))]);
        byte[] whole = File.ReadAllBytes(path);
        int second = whole.AsSpan().LastIndexOf(Archives.Noise(1024)) + 1024;
        Cut(path, second);

        (List<Archives.Entry> entries, SourceException? broken) = await Source(path).ReadAsync();
        Assert.Equal([null, null], entries.Select(entry => entry.Refused));
        Assert.Contains("cut short after 2 entries", broken?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_archive_in_the_same_file_is_not_left_out_in_silence()
    {
        string path = Archives.Tar(_folder.File("two.tar"), [("a.jpg", [1])]);
        byte[] one = File.ReadAllBytes(path);
        File.WriteAllBytes(path, [.. one, .. one]);

        (List<Archives.Entry> entries, SourceException? broken) = await Source(path).ReadAsync();
        Assert.Single(entries);
        Assert.Contains("several archives in one file", broken?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limits_refuse_the_entry_or_end_the_reading()
    {
        string path = Archives.Tar(_folder.File("a.tar"), Enumerable.Range(0, 5).Select(i => ($"{i}.jpg", Archives.Noise(i == 2 ? 5000 : 1000))));

        (List<Archives.Entry> entries, SourceException? broken) = await Source(path, options => options with { MaxEntryBytes = 4999 }).ReadAsync();
        Assert.Null(broken);
        Assert.Equal([null, null, Reasons.TooManyBytes, null, null], entries.Select(entry => entry.Refused));

        (entries, broken) = await Source(path, options => options with { MaxEntries = 3 }).ReadAsync();
        Assert.Equal(3, entries.Count);
        Assert.Contains("source.tar.max_entries", broken?.Message, StringComparison.Ordinal);

        (entries, broken) = await Source(path, options => options with { MaxTotalBytes = 2000 }).ReadAsync();
        Assert.Equal(2, entries.Count);
        Assert.Contains("source.tar.max_total_bytes", broken?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_compressed_bomb_ends_the_reading_before_it_is_unpacked()
    {
        string path = Archives.Tar(_folder.File("bomb.tar.gz"), [("a.jpg", Archives.Noise(1000)), ("zeros.jpg", new byte[100 << 20]), ("b.jpg", [1])]);

        (List<Archives.Entry> entries, SourceException? broken) = await Source(path).ReadAsync();
        Assert.Equal([null, Reasons.CompressionRatio], entries.Select(entry => entry.Refused));
        Assert.Contains("source.tar.max_ratio", broken?.Message, StringComparison.Ordinal);

        (entries, broken) = await Source(path, options => options with { MaxRatio = 100_000 }).ReadAsync();
        Assert.Null(broken);
        Assert.Equal([null, null, null], entries.Select(entry => entry.Refused));
    }

    [Fact]
    public async Task A_header_that_says_it_is_endless_is_not_believed()
    {
        // A pax header of 8 GiB: the size stands in octal digits at 124, and the checksum at 148 must be right.
        byte[] archive = new byte[4 << 20];
        "pax"u8.CopyTo(archive);
        "0000644\0"u8.CopyTo(archive.AsSpan(100));
        "17777777777\0"u8.CopyTo(archive.AsSpan(124));
        "00000000000\0"u8.CopyTo(archive.AsSpan(136));
        archive[156] = (byte)'x';
        "ustar\000"u8.CopyTo(archive.AsSpan(257));
        archive.AsSpan(148, 8).Fill((byte)' ');
        int sum = 0;
        foreach (byte b in archive.AsSpan(0, 512))
            sum += b;
        System.Text.Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(archive, 148);
        string path = _folder.File("endless.tar");
        File.WriteAllBytes(path, archive);

        (List<Archives.Entry> entries, SourceException? broken) = await Source(path).ReadAsync();
        Assert.Empty(entries);
        Assert.Contains(path, broken?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.tar")]
    [InlineData("a.tar.gz")]
    public async Task Whatever_is_flipped_in_an_archive_is_a_refused_entry_or_a_broken_source(string name)
    {
        string path = Archives.Tar(_folder.File(name), Enumerable.Range(0, 4).Select(i => ($"{i}.jpg", Archives.Noise(300, i))));
        byte[] whole = File.ReadAllBytes(path);
        var random = new Random(7);
        for (int round = 0; round < 300; round++)
        {
            byte[] bytes = [.. whole];
            for (int flips = random.Next(1, 8); flips > 0; flips--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(path, bytes);

            (List<Archives.Entry> entries, SourceException? broken) = await Source(path).ReadAsync();
            Assert.True(broken is not null || entries.Count > 0);
        }
    }

    [Fact]
    public void Check_names_what_is_no_archive()
    {
        Assert.Contains("does not exist", Check(_folder.File("nowhere.tar")), StringComparison.Ordinal);
        Assert.Contains("no tar archive", Check(_folder.Write("text.tar", new string('x', 5000))), StringComparison.Ordinal);
        Assert.Contains("no tar archive", Check(_folder.Write("short.tar", "x")), StringComparison.Ordinal);
        Assert.Contains("compressed with xz", Check(Bytes("a.tar.xz", [0xFD, .. "7zXZ\0"u8, .. new byte[100]])), StringComparison.Ordinal);
        Assert.Contains("compressed with zstd", Check(Bytes("a.tar.zst", [0x28, 0xB5, 0x2F, 0xFD, .. new byte[100]])), StringComparison.Ordinal);
        Assert.Contains("no file that matches", Check(Archives.Tar(_folder.File("folder.tar"), writer => writer.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "x/")))), StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_on_does_not_allocate_buffers()
    {
        const int Size = 500_000;
        string path = Archives.Tar(_folder.File("many.tar"), Enumerable.Range(0, 100).Select(i => ($"{i}.jpg", Archives.Noise(Size, i))));
        var source = new TarSource(new ArchiveSourceOptions { Path = path });
        Read();

        long before = GC.GetAllocatedBytesForCurrentThread();
        Read();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Size);

        void Read()
        {
            foreach (ImageItem item in source.ReadAsync(default).ToBlockingEnumerable())
                item.Owner!.Dispose();
        }
    }

    private static TarSource Source(string path, Func<ArchiveSourceOptions, ArchiveSourceOptions>? change = null)
    {
        var options = new ArchiveSourceOptions { Path = path };
        return new TarSource(change?.Invoke(options) ?? options);
    }

    private static string Check(string path) => Assert.Throws<SourceException>(() => Source(path).Check()).Message;

    private static void Cut(string path, long length)
    {
        using FileStream file = File.OpenWrite(path);
        file.SetLength(length);
    }

    private string Bytes(string name, byte[] content)
    {
        File.WriteAllBytes(_folder.File(name), content);
        return _folder.File(name);
    }
}
