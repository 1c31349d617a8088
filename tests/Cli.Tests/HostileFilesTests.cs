using System.Globalization;
using System.Text.Json;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Cli.Tests;

/// <summary>
/// A folder of files that are damaged in every way: each has a result or a failure, and the program neither dies nor grows.
/// <c>OVFLOW_HOSTILE_FILES</c> sets their number.
/// </summary>
public sealed class HostileFilesTests : IDisposable
{
    private const long MostMemory = 1L << 30;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Damaged_files_end_no_run_and_are_all_accounted_for()
    {
        int count = int.Parse(Environment.GetEnvironmentVariable("OVFLOW_HOSTILE_FILES") ?? "500", CultureInfo.InvariantCulture);
        Generate(count);
        string config = _folder.Write("flow.yaml", """
            api_version: ovflow/v1
            model: { engine: null }
            source: { images: files }
            preprocess: { max_pixels: 20_000_000, max_file_bytes: 4MiB }
            sinks: [ { jsonl: { path: out.jsonl, top_k: 1 } } ]
            errors: { max_failure_rate: unlimited, quarantine: quarantine.jsonl }
            """);

        using Ovflow program = Ovflow.Start(["run", config, "--json"]);
        (Ovflow.Result result, long peak) = await program.WaitAndMeasureAsync(TimeSpan.FromMinutes(30));
        Assert.True(result.ExitCode == 0, result.ToString());

        using JsonDocument report = JsonDocument.Parse(result.Output);
        JsonElement ledger = report.RootElement.GetProperty("ledger");
        int done = ledger.GetProperty("done").GetInt32();
        int failed = ledger.GetProperty("failed").GetInt32();
        TestContext.Current.TestOutputHelper?.WriteLine($"{count} files: {done} done, {failed} failed, at most {peak >> 20} MiB");

        Assert.Equal((count, count), (ledger.GetProperty("read").GetInt32(), done + failed));
        Assert.True(report.RootElement.GetProperty("balanced").GetBoolean());
        Assert.Equal(count, ResultLines.Read(_folder.File("out.jsonl")).Count);
        Assert.Equal(failed, ResultLines.Read(_folder.File("quarantine.jsonl")).Count);
        Assert.InRange(failed, count / 10, count);
        Assert.InRange(peak, 1, MostMemory);
    }

    /// <summary>Pictures of every format at hand, each damaged by a seed: bytes changed, cut out, doubled, cut off, or numbers of headers made extreme.</summary>
    private void Generate(int count)
    {
        string[] originals =
        [
            .. Directory.EnumerateFiles(Path.Combine(SharedAssets.RepositoryRoot, "samples", "quickstart", "pictures")).Order(StringComparer.Ordinal).Take(24),
            .. Directory.Exists(Path.Combine(SharedAssets.Root, "images", "formats"))
                ? Directory.EnumerateFiles(Path.Combine(SharedAssets.Root, "images", "formats"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                : (IEnumerable<string>)[],
        ];
        byte[][] contents = [.. originals.Select(File.ReadAllBytes).Where(content => content.Length is > 0 and < 2_000_000)];
        _folder.Folder("files");
        for (int i = 0; i < count; i++)
            File.WriteAllBytes(_folder.File($"files/{i:00000}.jpg"), Damage(contents[i % contents.Length], new Random(i)));
    }

    private static byte[] Damage(byte[] original, Random random)
    {
        byte[] bytes = [.. original];
        switch (random.Next(7))
        {
            case 0:
                for (int flips = random.Next(1, 50); flips > 0; flips--)
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                return bytes;
            case 1:
                return bytes[..random.Next(bytes.Length)];
            case 2:
                // Sizes, counts and offsets stand near the start.
                for (int extremes = random.Next(1, 4); extremes > 0; extremes--)
                    bytes.AsSpan(random.Next(Math.Min(200, bytes.Length)), 1).Fill(random.Next(2) == 0 ? (byte)0xFF : (byte)0);
                return bytes;
            case 3:
                int from = random.Next(bytes.Length);
                return [.. bytes[..from], .. bytes[Math.Min(bytes.Length, from + random.Next(1, 5000))..]];
            case 4:
                int start = random.Next(bytes.Length);
                int length = random.Next(1, Math.Min(5000, bytes.Length - start + 1));
                return [.. bytes[..(start + length)], .. bytes[start..]];
            case 5:
                random.NextBytes(bytes.AsSpan(random.Next(bytes.Length)));
                return bytes;
            default:
                int hole = random.Next(bytes.Length);
                bytes.AsSpan(hole, Math.Min(bytes.Length - hole, random.Next(1, 3000))).Clear();
                return bytes;
        }
    }
}
