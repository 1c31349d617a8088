using System.Formats.Tar;
using System.IO.Compression;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Cli.Tests.Resume;

/// <summary>The quickstart sample with damaged pictures among its own and every kind of sink, in a folder of its own.</summary>
internal sealed class SampleJob : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <param name="repeat">How often the pictures are read.</param>
    /// <param name="order">Order of the results.</param>
    public SampleJob(int repeat, string order = "completion")
    {
        string sample = Path.Combine(SharedAssets.RepositoryRoot, "samples", "quickstart");
        string pictures = _folder.Folder("pictures");
        foreach (string picture in Directory.EnumerateFiles(Path.Combine(sample, "pictures")))
            File.Copy(picture, Path.Combine(pictures, Path.GetFileName(picture)));
        File.WriteAllBytes(Path.Combine(pictures, "broken.jpg"), File.ReadAllBytes(Path.Combine(sample, "pictures", "arrow-00.jpg"))[..500]);
        File.WriteAllText(Path.Combine(pictures, "notes.txt"), "no picture");

        Configuration = _folder.Write("flow.yaml", $$"""
            api_version: ovflow/v1
            name: sample
            model: { path: {{sample}}/shapes.onnx, engine: onnxruntime }
            source: { images: { path: pictures, repeat: {{repeat}} } }
            preprocess: { mean: [127.5], scale: [127.5] }
            sinks:
              - jsonl: { path: out/results.jsonl, top_k: 3, labels: {{sample}}/labels.txt, times: false }
              - npy: { path: out/raw }
              - parquet: { path: out/results.parquet, labels: {{sample}}/labels.txt, outputs: [probabilities] }
              - sqlite: { path: out/results.db, top_k: 2, labels: {{sample}}/labels.txt, outputs: [probabilities] }
            output: { order: {{order}} }
            errors: { max_failure_rate: 100%, quarantine: out/quarantine.jsonl }
            run: { commit_interval: 20ms }
            """);
    }

    public string Configuration { get; }

    public string Outputs => _folder.File("out");

    public string Results => _folder.File("out/results.jsonl");

    public string Picture(string name) => _folder.File($"pictures/{name}");

    /// <summary>Packs the pictures as they are now into <c>pictures.tar</c> or <c>pictures.zip</c>, and makes that the source.</summary>
    public void Pack(string kind)
    {
        string archive = _folder.File($"pictures.{kind}");
        File.Delete(archive);
        if (kind == "tar")
            TarFile.CreateFromDirectory(_folder.File("pictures"), archive, includeBaseDirectory: false);
        else
            ZipFile.CreateFromDirectory(_folder.File("pictures"), archive);

        IEnumerable<string> lines = File.ReadLines(Configuration).Select(line => line.StartsWith("source:", StringComparison.Ordinal) ? $"source: {{ {kind}: {{ path: pictures.{kind} }} }}" : line);
        File.WriteAllLines(Configuration, [.. lines]);
    }

    public void Dispose() => _folder.Dispose();
}
