using BenchmarkDotNet.Attributes;
using OpenVinoFlow.Native;
using OpenVinoFlow.Native.Legacy;

namespace OpenVinoFlow.Benchmarks.Native;

/// <summary>
/// One inference of a network loaded for up to eight images with <c>DYN_BATCH_ENABLED</c>, by how many of them it is to use. Needs OpenVINO
/// as <see cref="RoundTripBenchmarks"/> does.
/// </summary>
[MemoryDiagnoser, MinColumn, MedianColumn]
public class SetBatchBenchmarks
{
    private Core _core = null!;
    private ExecutableNetwork _loaded = null!;

    [Params(1, 2, 4, 8)]
    public int Images { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _core = new Core();
        _loaded = GeneratedModels.EightImages(path =>
        {
            using Network network = _core.ReadNetwork(path);
            return _core.LoadNetwork(network, "CPU", new Dictionary<string, string> { ["DYN_BATCH_ENABLED"] = "YES", ["INFERENCE_PRECISION_HINT"] = "f32" });
        });

        _loaded.Requests[0].SetBatch(Images);
        _loaded.Requests[0].InputBlobs[0].AsSpan<float>().Fill(1f / 256);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _loaded.Dispose();
        _core.Dispose();
    }

    [Benchmark]
    public void Infer() => _loaded.Requests[0].Infer();
}
