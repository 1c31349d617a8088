using System.Text.Json;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Cli.Tests;

/// <summary>Whatever happens to the model's files while a run goes on, it ends with the model it began with.</summary>
public sealed class ReplacedModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cut")]
    [InlineData("overwritten")]
    [InlineData("deleted")]
    public async Task Results_are_those_of_the_model_the_run_began_with(string how)
    {
        SharedAssets.RequireOpenVino();
        foreach (string extension in (string[])["xml", "bin"])
            File.WriteAllBytes(_folder.File($"model.{extension}"), File.ReadAllBytes(SharedAssets.RequireModel($"efficientnet-lite0-int8.{extension}")));
        string config = _folder.Write("flow.yaml", $$"""
            api_version: ovflow/v1
            model: { path: model.xml, engine: openvino, precision: f32 }
            source: { images: { path: {{SharedAssets.RequireImages("photos")}}, repeat: 3 } }
            preprocess: { mean: [127], scale: [128] }
            sinks: [ { jsonl: { path: out.jsonl, top_k: 1 } } ]
            """);

        using Ovflow program = Ovflow.Start(["run", config]);
        string results = _folder.File("out.jsonl");
        for (int i = 0; i < 600 && !(File.Exists(results) && new FileInfo(results).Length > 0); i++)
            await Task.Delay(100, TestContext.Current.CancellationToken);
        Spoil(_folder.File("model.bin"), how);
        Spoil(_folder.File("model.xml"), how);

        Ovflow.Result result = await program.WaitAsync(TimeSpan.FromMinutes(3));
        Assert.True(result.ExitCode == 0, result.ToString());

        // The same photo must have the same result in each of the three rounds, before and after.
        Dictionary<string, JsonElement> lines = ResultLines.Read(results);
        Assert.Equal(600, lines.Count);
        Assert.All(lines.GroupBy(line => line.Key.Split('#')[0]), photo => Assert.Single(photo.Select(line => line.Value.GetProperty("top").GetRawText()).Distinct()));
    }

    private static void Spoil(string path, string how)
    {
        if (how == "deleted")
        {
            File.Delete(path);
            return;
        }

        // In place: the file stays the same one, as it does when somebody copies another over it.
        using FileStream file = File.OpenWrite(path);
        if (how == "cut")
            file.SetLength(0);
        else
            file.Write(new byte[file.Length]);
    }
}
