using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Cli.Tests;

/// <summary>The same photos by every way in which they can come: the results are the same.</summary>
public sealed class SourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Lists_and_archives_give_the_results_of_the_folder()
    {
        string photos = _folder.Folder("photos");
        string[] files = [.. Directory.EnumerateFiles(SharedAssets.RequireImages("photos")).Order(StringComparer.Ordinal).Take(20)];
        foreach (string file in files)
            File.Copy(file, Path.Combine(photos, Path.GetFileName(file)));

        await PackAsync("-cf", "photos.tar");
        await PackAsync("-czf", "photos.tar.gz");
        ZipFile.CreateFromDirectory(photos, _folder.File("photos.zip"));
        string list = string.Join('\n', files.Select(file => $"photos/{Path.GetFileName(file)}"));
        _folder.Write("list.txt", list);

        Dictionary<string, string> expected = await RunAsync("images: photos", "");
        Assert.Equal(20, expected.Count);
        Assert.Equal(expected, await RunAsync("tar: photos.tar", "photos.tar/"));
        Assert.Equal(expected, await RunAsync("tar: photos.tar.gz", "photos.tar.gz/"));
        Assert.Equal(expected, await RunAsync("zip: photos.zip", "photos.zip/"));
        Assert.Equal(expected, await RunAsync("list: list.txt", "photos/"));
        Assert.Equal(expected, await RunAsync("list: '-'", photos + "/", list.Replace("photos/", photos + "/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_tar_archive_cut_in_half_ends_with_exit_code_1_and_a_zip_archive_with_2()
    {
        string photos = _folder.Folder("photos");
        foreach (string file in Directory.EnumerateFiles(SharedAssets.RequireImages("photos")).Take(20))
            File.Copy(file, Path.Combine(photos, Path.GetFileName(file)));
        await PackAsync("-cf", "photos.tar");
        ZipFile.CreateFromDirectory(photos, _folder.File("photos.zip"));
        CutInHalf("photos.tar");
        CutInHalf("photos.zip");

        Ovflow.Result result = await Ovflow.RunAsync("run", Configuration("tar: photos.tar"));
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains("photos.tar is damaged or was cut short after", result.Output, StringComparison.Ordinal);
        Assert.InRange(ResultLines.Read(_folder.File("out.jsonl")).Values.Count(line => line.Text("status") == "ok"), 5, 15);

        result = await Ovflow.RunAsync("run", Configuration("zip: photos.zip"));
        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.Contains("was cut short: there is no directory at its end", result.Error, StringComparison.Ordinal);
    }

    private async Task PackAsync(string how, string archive)
    {
        using Process tar = Process.Start("tar", ["-C", _folder.File("photos"), how, _folder.File(archive), "."]);
        await tar.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, tar.ExitCode);
    }

    private void CutInHalf(string archive)
    {
        using FileStream file = File.OpenWrite(_folder.File(archive));
        file.SetLength(file.Length / 2);
    }

    /// <summary>The scores of each photo, by its id without <paramref name="prefix"/>.</summary>
    private async Task<Dictionary<string, string>> RunAsync(string source, string prefix, string? input = null)
    {
        using Ovflow program = Ovflow.Start(["run", Configuration(source)], input: input);
        Ovflow.Result result = await program.WaitAsync(TimeSpan.FromMinutes(2));
        Assert.True(result.ExitCode == 0, result.ToString());

        Dictionary<string, JsonElement> lines = ResultLines.Read(_folder.File("out.jsonl"));
        Assert.All(lines.Keys, id => Assert.StartsWith(prefix, id, StringComparison.Ordinal));
        return lines.ToDictionary(line => line.Key[prefix.Length..], line => line.Value.GetProperty("top").GetRawText());
    }

    private string Configuration(string source) => _folder.Write("flow.yaml", $$"""
        api_version: ovflow/v1
        model: { path: {{SharedAssets.RequireModel("efficientnet-lite0.onnx")}}, engine: onnxruntime, precision: f32 }
        source: { {{source}} }
        preprocess: { mean: [127], scale: [128] }
        sinks: [ { jsonl: { path: out.jsonl, top_k: 3 } } ]
        errors: { max_failure_rate: 50% }
        """);
}
