using System.Text.Json;

namespace OpenVinoFlow.Cli.Tests.Resume;

/// <summary>What <c>run</c>, <c>--resume</c>, <c>--restart</c>, <c>--force</c> and <c>retry</c> say and do.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly SampleJob _job = new(repeat: 1);

    public void Dispose() => _job.Dispose();

    [Fact]
    public async Task A_run_that_is_done_has_nothing_to_continue_and_is_replaced_by_a_new_one()
    {
        await RunAsync(0);
        byte[] before = File.ReadAllBytes(_job.Results);

        Assert.Equal((98, 0, 98), Counts(await RunAsync(0, "--resume")));
        Assert.Equal(before, File.ReadAllBytes(_job.Results));
        Assert.Equal((98, 96, 0), Counts(await RunAsync(0)));
    }

    [Fact]
    public async Task A_run_that_was_interrupted_is_not_overwritten_but_continued_or_restarted()
    {
        await RunAsync(0, "--set", "output.order=input");
        IReadOnlyDictionary<string, string[]> expected = await RunOutputs.ReadAsync(_job.Outputs);
        Directory.Delete(_job.Outputs, recursive: true);

        // broken.jpg is the 13th input.
        await RunAsync(3, "--set", "output.order=input", "--set", "errors.max_failures=0");
        Expect(await Ovflow.RunAsync("run", _job.Configuration), "--resume", "--restart", "not come to its end");

        (int read, int done, int skipped) = Counts(await RunAsync(0, "--resume"));
        Assert.Equal(98, read);
        Assert.InRange(skipped, 13, 97);
        Assert.InRange(done, 1, 98 - skipped);
        Assert.Null(RunOutputs.Difference(expected, await RunOutputs.ReadAsync(_job.Outputs)));

        await RunAsync(3, "--set", "errors.max_failures=0");
        Assert.Equal((98, 96, 0), Counts(await RunAsync(0, "--restart")));
        Assert.Null(RunOutputs.Difference(expected, await RunOutputs.ReadAsync(_job.Outputs)));
    }

    [Fact]
    public async Task New_pictures_at_the_end_are_added_by_resume()
    {
        await RunAsync(0);
        File.Copy(_job.Picture("arrow-00.jpg"), _job.Picture("zebra.jpg"));
        Assert.Equal((99, 1, 98), Counts(await RunAsync(0, "--resume")));
        IReadOnlyDictionary<string, string[]> continued = await RunOutputs.ReadAsync(_job.Outputs);

        await RunAsync(0);
        Assert.Null(RunOutputs.Difference(await RunOutputs.ReadAsync(_job.Outputs), continued));
    }

    [Fact]
    public async Task A_changed_source_is_noticed_before_anything_is_written_and_may_be_forced()
    {
        await RunAsync(0);
        byte[] before = File.ReadAllBytes(_job.Results);
        File.Copy(_job.Picture("arrow-00.jpg"), _job.Picture("banana.jpg"));
        Expect(await Ovflow.RunAsync("run", _job.Configuration, "--resume"), "banana.jpg", "has changed");
        Assert.Equal(before, File.ReadAllBytes(_job.Results));

        Assert.Equal((99, 1, 98), Counts(await RunAsync(0, "--resume", "--force")));
        Dictionary<string, JsonElement> lines = ResultLines.Read(_job.Results);
        Assert.Equal(99, lines.Count);
        Assert.Equal(98, lines["banana.jpg"].GetProperty("seq").GetInt32());
        Assert.Equal((99, 0, 99), Counts(await RunAsync(0, "--resume")));
    }

    [Fact]
    public async Task A_picture_that_was_changed_or_removed_is_noticed()
    {
        await RunAsync(0);
        File.AppendAllText(_job.Picture("cross-05.webp"), "x");
        Expect(await Ovflow.RunAsync("run", _job.Configuration, "--resume"), "cross-05.webp has been changed");

        File.Delete(_job.Picture("triangle-11.jpg"));
        Expect(await Ovflow.RunAsync("run", _job.Configuration, "--resume"), "has changed");
    }

    [Fact]
    public async Task A_changed_configuration_model_or_list_of_sinks_is_refused()
    {
        await RunAsync(0);
        Expect(await Ovflow.RunAsync("run", _job.Configuration, "--resume", "--set", "preprocess.color=bgr"), "configuration has changed", "--force");
        Expect(await Ovflow.RunAsync("run", _job.Configuration, "--resume", "--set", "sinks[0].jsonl.top_k=1"), "configuration has changed");
        Expect(await Ovflow.RunAsync("run", _job.Configuration, "--resume", "--set", "errors.quarantine="), "it wrote to", "--restart");
        Assert.Equal((98, 0, 98), Counts(await RunAsync(0, "--resume", "--force", "--set", "preprocess.color=bgr")));
    }

    [Fact]
    public async Task Outputs_without_a_journal_or_cut_short_cannot_be_continued()
    {
        await RunAsync(3, "--set", "errors.max_failures=0");
        byte[] results = File.ReadAllBytes(_job.Results);
        File.WriteAllBytes(_job.Results, results[..^1]);
        Expect(await Ovflow.RunAsync("run", _job.Configuration, "--resume"), "results.jsonl", "it was changed since");

        File.Delete(_job.Results + ".journal");
        Expect(await Ovflow.RunAsync("run", _job.Configuration, "--resume"), "there is no journal");
    }

    [Fact]
    public async Task Options_that_contradict_each_other_are_usage_errors()
    {
        Expect(await Ovflow.RunAsync("run", _job.Configuration, "--resume", "--restart"), "--resume continues");
        Expect(await Ovflow.RunAsync("run", _job.Configuration, "--force"), "--force goes with --resume");
        Expect(await Ovflow.RunAsync("run", _job.Configuration, "--resume", "--set", "run.resumable=false"), "run.resumable");
    }

    [Fact]
    public async Task A_retry_runs_what_failed_again_and_leaves_what_fails_again()
    {
        await RunAsync(0, "--set", "sinks[0].jsonl.top_k=2");
        string quarantine = Path.Combine(_job.Outputs, "quarantine.jsonl");
        byte[] results = File.ReadAllBytes(_job.Results);
        File.Copy(_job.Picture("arrow-00.jpg"), _job.Picture("broken.jpg"), overwrite: true);

        Assert.Equal((2, 1, 0), Counts(await RetryAsync(quarantine)));
        Assert.Equal(["notes.txt"], ResultLines.Read(quarantine).Keys);
        JsonElement mended = Assert.Single(ResultLines.Read(Path.Combine(_job.Outputs, "results.retry-1.jsonl"))).Value;
        Assert.Equal(("broken.jpg", "ok", 12, 2), (mended.Text("id"), mended.Text("status"), mended.GetProperty("seq").GetInt32(), mended.GetProperty("top").GetArrayLength()));
        Assert.Equal(results, File.ReadAllBytes(_job.Results));
        Assert.True(File.Exists(Path.Combine(_job.Outputs, "results.retry-1.parquet")));
        Assert.True(File.Exists(Path.Combine(_job.Outputs, "results.retry-1.db")));
        Assert.True(File.Exists(Path.Combine(_job.Outputs, "raw.retry-1", "probabilities.npy")));

        // The first run can still be continued, and the second retry is one of its own.
        Assert.Equal((98, 0, 98), Counts(await RunAsync(0, "--resume", "--force")));
        File.Delete(_job.Picture("notes.txt"));
        Assert.Equal((1, 0, 0), Counts(await RetryAsync(quarantine)));
        Assert.Equal("not_found", Assert.Single(ResultLines.Read(quarantine)).Value.Text("reason"));

        File.WriteAllText(quarantine, "");
        Ovflow.Result nothing = await Ovflow.RunAsync("retry", quarantine);
        Assert.Equal(0, nothing.ExitCode);
        Assert.Contains("nothing to run again", nothing.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tar")]
    [InlineData("zip")]
    public async Task A_retry_finds_the_entries_of_an_archive_again(string kind)
    {
        _job.Pack(kind);
        Assert.Equal((98, 96, 0), Counts(await RunAsync(0)));
        string quarantine = Path.Combine(_job.Outputs, "quarantine.jsonl");
        Assert.Equal([$"pictures.{kind}/broken.jpg", $"pictures.{kind}/notes.txt"], ResultLines.Read(quarantine).Keys.Order(StringComparer.Ordinal));

        File.Copy(_job.Picture("arrow-00.jpg"), _job.Picture("broken.jpg"), overwrite: true);
        File.Delete(_job.Picture("notes.txt"));
        _job.Pack(kind);

        Assert.Equal((2, 1, 0), Counts(await RetryAsync(quarantine)));
        (string id, JsonElement mended) = Assert.Single(ResultLines.Read(Path.Combine(_job.Outputs, "results.retry-1.jsonl")));
        Assert.Equal(($"pictures.{kind}/broken.jpg", "ok"), (id, mended.Text("status")));
        (string lost, JsonElement failure) = Assert.Single(ResultLines.Read(quarantine));
        Assert.Equal(($"pictures.{kind}/notes.txt", "not_found"), (lost, failure.Text("reason")));
    }

    [Fact]
    public async Task A_retry_of_a_file_that_is_none_or_of_an_unfinished_run_is_refused()
    {
        Expect(await Ovflow.RunAsync("retry", _job.Picture("notes.txt"), "--config", _job.Configuration), "notes.txt:1", "quarantine file");
        Expect(await Ovflow.RunAsync("retry", _job.Picture("none")), "does not exist");
        Expect(await Ovflow.RunAsync("retry", _job.Picture("notes.txt")), "--config");

        await RunAsync(3, "--set", "errors.max_failures=0");
        Expect(await Ovflow.RunAsync("retry", Path.Combine(_job.Outputs, "quarantine.jsonl")), "run --resume");
    }

    [Fact]
    public async Task A_run_that_fails_too_often_drains_and_flushes()
    {
        Ovflow.Result result = await RunAsync(3, "--set", "errors.max_failures=0");
        using JsonDocument report = JsonDocument.Parse(result.Output);
        JsonElement ledger = report.RootElement.GetProperty("ledger");
        Assert.Equal("failure_budget_exceeded", report.RootElement.Text("outcome"));
        Assert.Equal(0, ledger.GetProperty("cancelled").GetInt32());
        Assert.Equal(ledger.GetProperty("read").GetInt32(), ResultLines.Read(_job.Results).Count);
    }

    private static (int Read, int Done, int Skipped) Counts(Ovflow.Result result)
    {
        using JsonDocument report = JsonDocument.Parse(result.Output);
        JsonElement ledger = report.RootElement.GetProperty("ledger");
        return (ledger.GetProperty("read").GetInt32(), ledger.GetProperty("done").GetInt32(), ledger.GetProperty("skipped").GetInt32());
    }

    private static void Expect(Ovflow.Result result, params string[] said)
    {
        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.All(said, text => Assert.Contains(text, result.Error, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", result.Error + result.Output, StringComparison.Ordinal);
    }

    private static async Task<Ovflow.Result> RetryAsync(string quarantine)
    {
        Ovflow.Result result = await Ovflow.RunAsync("retry", quarantine, "--json");
        Assert.True(result.ExitCode == 0, result.ToString());
        return result;
    }

    private async Task<Ovflow.Result> RunAsync(int exitCode, params string[] arguments)
    {
        Ovflow.Result result = await Ovflow.RunAsync(["run", _job.Configuration, "--json", .. arguments]);
        Assert.True(result.ExitCode == exitCode, result.ToString());
        return result;
    }
}
