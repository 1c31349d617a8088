using System.Threading.Channels;
using BenchmarkDotNet.Attributes;
using OpenVinoFlow.Native;
using OpenVinoFlow.Native.Legacy;

namespace OpenVinoFlow.Benchmarks.Native;

/// <summary>
/// What one inference costs besides computing. Needs OpenVINO where <see cref="OpenVinoRuntime"/> finds it, for example in
/// <c>OVFLOW_OPENVINO_DIR</c>. Run with <c>dotnet run -c Release --project bench -- --filter *RoundTrip*</c>.
/// </summary>
[MemoryDiagnoser, MinColumn, MedianColumn]
public class RoundTripBenchmarks
{
    private readonly Channel<(int Slot, long Timestamp)> _channel = Channel.CreateUnbounded<(int, long)>(new UnboundedChannelOptions { SingleReader = true });

    private Core _core = null!;
    private CompiledModel _compiled = null!;
    private InferRequest _plain = null!;
    private InferRequest _withCallback = null!;
    private InferRequest _withChannel = null!;
    private Tensor _tensor = null!;
    private Blob _blob = null!;

    [GlobalSetup]
    public void Setup()
    {
        _core = new Core();
        _compiled = GeneratedModels.Empty(path =>
        {
            using Model model = _core.ReadModel(path);
            return _core.CompileModel(model, "CPU", new Dictionary<string, string> { ["PERFORMANCE_HINT"] = "LATENCY", ["NUM_STREAMS"] = "1" });
        });

        _plain = _compiled.CreateInferRequest();
        _withCallback = _compiled.CreateInferRequest();
        _withCallback.SetCompletionCallback(static (_, _) => { });
        _withChannel = _compiled.CreateInferRequest();
        _withChannel.SetCompletionSink(new ChannelSink(_channel.Writer), 0);
        _tensor = new Tensor(ElementType.F32, [1, 4]);
        _blob = new Blob(new TensorDesc(ElementType.F32, [1, 4]));
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        foreach (IDisposable disposable in (IDisposable[])[_plain, _withCallback, _withChannel, _tensor, _blob, _compiled, _core])
            disposable.Dispose();
    }

    [Benchmark(Baseline = true)]
    public StatusCode Start_and_Wait()
    {
        _plain.StartAsync();
        return _plain.Wait();
    }

    [Benchmark]
    public StatusCode Start_and_Wait_with_a_reused_callback()
    {
        _withCallback.StartAsync();
        return _withCallback.Wait();
    }

    [Benchmark]
    public StatusCode Start_callback_to_channel_read_Wait()
    {
        _withChannel.StartAsync();
        SpinWait spinner = default;
        while (!_channel.Reader.TryRead(out _))
            spinner.SpinOnce(sleep1Threshold: -1);

        return _withChannel.Wait();
    }

    /// <summary>What it allocates is the state machine of this method.</summary>
    [Benchmark]
    public async Task InferAsync_awaited() => await _plain.InferAsync();

    [Benchmark]
    public void Infer_synchronously() => _plain.Infer();

    [Benchmark]
    public void SetBlob() => _plain.SetBlob("x", _blob);

    [Benchmark]
    public void SetInputTensor() => _plain.SetInputTensor(0, _tensor);

    private sealed class ChannelSink(ChannelWriter<(int, long)> writer) : ICompletionSink
    {
        public void OnCompleted(int slot, long timestamp) => writer.TryWrite((slot, timestamp));
    }
}
