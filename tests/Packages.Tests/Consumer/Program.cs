// What a program looks like that embeds OpenVinoFlow from its packages.
using Microsoft.Extensions.DependencyInjection;
using OpenVinoFlow.DependencyInjection;
using OpenVinoFlow.OnnxRuntime;
using OpenVinoFlow.Pipeline;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Pipeline.Sources;

string sample = args[0];

await using ServiceProvider services = new ServiceCollection()
    .AddOpenVinoFlow(options => options with { Engines = new EngineCatalog().AddOnnxRuntime() })
    .BuildServiceProvider();

FlowHost host = services.GetRequiredService<FlowHost>();
await using Flow flow = host.Load(Path.Combine(sample, "quickstart.yaml"), ["model.engine=onnxruntime"]);

string[] labels = File.ReadAllLines(Path.Combine(sample, "labels.txt"));
int right = 0;
int images = 0;
await foreach (ImageResult result in flow.StreamAsync(Pictures(Path.Combine(sample, "pictures"))))
{
    images++;
    ReadOnlySpan<float> scores = result.Outputs[0].AsSpan<float>();
    int best = scores.IndexOf(System.Numerics.Tensors.TensorPrimitives.Max(scores));
    right += result.Id.StartsWith(labels[best], StringComparison.Ordinal) ? 1 : 0;
}

Console.WriteLine($"{flow.Engine}: {right} of {images} right");

static async IAsyncEnumerable<ImageItem> Pictures(string folder)
{
    foreach (string path in Directory.EnumerateFiles(folder))
    {
        byte[] bytes = await File.ReadAllBytesAsync(path);
        yield return ImageItem.FromBytes(Path.GetFileName(path), bytes);
    }
}
