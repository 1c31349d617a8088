using Microsoft.Extensions.DependencyInjection;
using OpenVinoFlow.Embedding;
using OpenVinoFlow.Pipeline;

string sample = args.Length > 0 ? args[0] : Path.Combine("samples", "quickstart");
string yaml = Path.Combine(sample, "quickstart.yaml");
string pictures = Path.Combine(sample, "pictures");

using var cancel = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    cancel.Cancel();
};

await FromFile.RunAsync(yaml, cancel.Token);
await Sharing.RunAsync(yaml, Path.Combine(sample, "out", "other.jsonl"), cancel.Token);

await using Flow flow = FromCode.Create(Path.Combine(sample, "shapes.onnx"));
Console.WriteLine($"{await Streaming.CountAsync(flow, pictures, cancel.Token)} pictures streamed");
Console.WriteLine($"{(await OwnSink.CountAsync(flow, pictures, cancel.Token)).Values.Sum()} pictures counted");

await using ServiceProvider services = Services.Add(new ServiceCollection()).BuildServiceProvider();
await using Flow served = Services.Load(services, yaml);
Console.WriteLine($"served by {served.Engine}");
