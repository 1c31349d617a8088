using CsCheck;
using OpenVinoFlow.Pipeline.Resume;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Pipeline.Tests.Resume;

public sealed class JournalFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Journal => _folder.File("run.journal");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_journal_cut_off_anywhere_gives_the_records_that_are_whole_and_goes_on_behind_them()
    {
        byte[][] records = [[1], [], [2, 3, 4], new byte[1000]];
        using (JournalFile journal = JournalFile.Create(Journal, "header"u8))
        {
            foreach (byte[] record in records)
                journal.Append(JournalRecordKind.Commit, record);
        }

        byte[] whole = File.ReadAllBytes(Journal);
        int[] ends = Ends([6, .. records.Select(record => record.Length)]);
        for (int length = 8; length <= whole.Length; length++)
        {
            File.WriteAllBytes(Journal, whole[..length]);
            using (JournalFile journal = JournalFile.OpenExisting(Journal)!)
            {
                Assert.Equal(ends.Count(end => end <= length), journal.ReadToEnd().Count());
                journal.Append(JournalRecordKind.Completed, "next"u8);
            }

            using JournalFile again = JournalFile.OpenExisting(Journal)!;
            Assert.Equal("next"u8.ToArray(), again.ReadToEnd().Last().Payload);
        }
    }

    [Fact]
    public void A_damaged_byte_ends_what_is_believed()
    {
        using (JournalFile journal = JournalFile.Create(Journal, "header"u8))
        {
            for (byte i = 0; i < 10; i++)
                journal.Append(JournalRecordKind.Commit, [i, i, i]);
        }

        byte[] whole = File.ReadAllBytes(Journal);
        int[] ends = Ends([6, .. Enumerable.Repeat(3, 10)]);
        Gen.Select(Gen.Int[8, whole.Length - 1], Gen.Byte[1, 255]).Sample(
            (at, change) =>
            {
                byte[] damaged = [.. whole];
                damaged[at] ^= change;
                string path = _folder.File($"damaged-{at}-{change}");
                File.WriteAllBytes(path, damaged);
                using JournalFile journal = JournalFile.OpenExisting(path)!;
                return journal.ReadToEnd().Count() == ends.Count(end => end <= at);
            },
            iter: 300);
    }

    [Fact]
    public void Two_runs_cannot_have_it_at_the_same_time()
    {
        using JournalFile journal = JournalFile.Create(Journal, "header"u8);
        ResumeException error = Assert.Throws<ResumeException>(() => JournalFile.OpenExisting(Journal));
        Assert.Contains("another run", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_file_is_not_taken_for_a_journal()
    {
        Assert.Null(JournalFile.OpenExisting(_folder.File("none")));
        Assert.Throws<ResumeException>(() => JournalFile.OpenExisting(_folder.Write("short", "OVF")));
        Assert.Throws<ResumeException>(() => JournalFile.OpenExisting(_folder.Write("other", "something else")));
    }

    [Fact]
    public void Commits_come_back_as_they_were_written() =>
        Gen.Select(Gen.Select(Gen.Long[0, 1L << 40], Gen.ULong[1, ulong.MaxValue], Gen.UInt).List[0, 200], Gen.String[Gen.Char[' ', 'ÿ'], 0, 20].List[0, 5]).Sample((items, marks) =>
        {
            var record = new CommitRecord();
            record.Add(7, 7, 7);
            record.Clear();
            foreach ((long sequence, ulong id, uint stamp) in items)
                record.Add(sequence, id, stamp);
            record.Marks = marks;

            var done = new CommittedItems();
            Assert.Equal(marks, CommitRecord.Read([.. record.ToHead(), .. record.Items], done));
            Assert.Equal(items.Select(item => item.Item1).Distinct().Count(), done.Count);
            foreach ((long sequence, ulong id, uint stamp) in items.GroupBy(item => item.Item1).Select(group => group.Last()))
            {
                Assert.True(done.TryGet(sequence, out ulong foundId, out uint foundStamp));
                Assert.Equal((id, stamp), (foundId, foundStamp));
                Assert.True(done.Contains(id));
            }
        });

    private static int[] Ends(int[] payloads)
    {
        int end = 8;
        return [.. payloads.Select(length => end += 5 + length + 8)];
    }
}
