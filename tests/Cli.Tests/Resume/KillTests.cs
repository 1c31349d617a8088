using System.Globalization;

namespace OpenVinoFlow.Cli.Tests.Resume;

/// <summary>
/// The program is killed (SIGKILL) at random instants and continued, again and again; now and then its files also end with half-written blocks,
/// as after a power failure. What it has written in the end is what an undisturbed run writes. <c>OVFLOW_KILL_ROUNDS</c> sets how often it is killed, <c>OVFLOW_KILL_SEED</c> the instants; see also tests/kill-and-resume.sh.
/// </summary>
public sealed class KillTests
{
    private const int Repeat = 20;

    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(2);
    private readonly Random _random;
    private readonly int _rounds;
    private readonly int _seed;

    public KillTests()
    {
        _rounds = int.Parse(Environment.GetEnvironmentVariable("OVFLOW_KILL_ROUNDS") ?? "5", CultureInfo.InvariantCulture);
        _seed = int.Parse(Environment.GetEnvironmentVariable("OVFLOW_KILL_SEED") ?? "0", CultureInfo.InvariantCulture);
        _seed = _seed == 0 ? Random.Shared.Next() : _seed;
        _random = new Random(_seed);
    }

    [Theory]
    [InlineData("completion")]
    [InlineData("input")]
    public async Task However_often_it_is_killed_the_outputs_are_those_of_an_undisturbed_run(string order)
    {
        using var job = new SampleJob(Repeat, order);
        Ovflow.Result undisturbed = await Ovflow.RunAsync("run", job.Configuration);
        Assert.True(undisturbed.ExitCode == 0, undisturbed.ToString());
        IReadOnlyDictionary<string, string[]> expected = await RunOutputs.ReadAsync(job.Outputs);
        long length = new FileInfo(job.Results).Length;

        int kills = 0, inTheMiddle = 0, jobs = 0;
        int wanted = (_rounds + 1) / 2;
        while (kills < wanted)
        {
            Directory.Delete(job.Outputs, recursive: true);
            jobs++;
            bool finished = false;
            while (!finished)
            {
                bool kill = kills < wanted && _random.Next(4) > 0;
                using Ovflow program = Ovflow.Start(["run", job.Configuration, "--resume"]);
                if (kill)
                {
                    await WaitForAnInstantAsync(job.Results, length);
                    program.Kill();
                }

                Ovflow.Result result = await program.WaitAsync(_limit);
                finished = result.ExitCode == 0;
                Assert.True(finished || (kill && result.ExitCode == 128 + 9), result.ToString());
                if (!finished)
                {
                    kills++;
                    if (_random.Next(2) == 0)
                        LeaveHalfWrittenBlocks(job.Outputs);
                    inTheMiddle += File.Exists(job.Results) && new FileInfo(job.Results).Length > 0 ? 1 : 0;
                }
            }

            string? difference = RunOutputs.Difference(expected, await RunOutputs.ReadAsync(job.Outputs));
            Assert.True(difference is null, $"seed {_seed}, after {kills} kills: {difference}");
            if (order == "input")
                Assert.Equal(expected["results.jsonl"].Length, InOrder(job.Results));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{order}: killed {kills} times in {jobs} jobs, {inTheMiddle} of them with results on disk; seed {_seed}");
    }

    /// <summary>Some time after the start, or some moments after the results have grown to some length, often their last.</summary>
    private async Task WaitForAnInstantAsync(string results, long whole)
    {
        if (_random.Next(2) == 0)
        {
            await Task.Delay(_random.Next(100, 2500));
            return;
        }

        long length = _random.Next(3) == 0 ? whole : _random.NextInt64(whole);
        long end = Environment.TickCount64 + 20_000;
        while (Environment.TickCount64 < end && (!File.Exists(results) || new FileInfo(results).Length < length))
            await Task.Delay(1);
        await Task.Delay(_random.Next(0, 60));
    }

    /// <summary>What a power failure leaves behind what was brought to disk: bytes that mean nothing.</summary>
    private void LeaveHalfWrittenBlocks(string outputs)
    {
        string[] growing = ["results.jsonl", "results.jsonl.journal", "quarantine.jsonl", "raw/index.jsonl", "raw/probabilities.npy.part", "results.parquet.spool"];
        foreach (string name in growing)
        {
            string path = Path.Combine(outputs, name);
            if (!File.Exists(path))
                continue;

            byte[] block = new byte[_random.Next(5000)];
            _random.NextBytes(block);
            using FileStream file = new(path, FileMode.Append);
            file.Write(block);
        }
    }

    private static int InOrder(string results)
    {
        int next = 0;
        foreach (string line in File.ReadLines(results))
        {
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"\"seq\":{next},"), line, StringComparison.Ordinal);
            next++;
        }

        return next;
    }
}
