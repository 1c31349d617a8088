using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using OpenVinoFlow.Preprocess;
using OpenVinoFlow.Preprocess.Kernels;
using OpenVinoFlow.Preprocess.Output;
using OpenVinoFlow.Preprocess.Resizing;

namespace OpenVinoFlow.Benchmarks.Preprocess;

/// <summary>224x224 pixels that need no resize, to each element type and layout, with mean and scale.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
[MinColumn]
public unsafe class OutputBenchmarks
{
    private const int Side = 224;

    private ResizeEngine _engine = null!;
    private OutputWriter _writer = null!;
    private ResizeGeometry _geometry;
    private byte* _source;
    private byte* _target;

    [ParamsAllValues]
    public PixelType Type { get; set; }

    [ParamsAllValues]
    public TensorLayout Layout { get; set; }

    [ParamsSource(nameof(Levels))]
    public string Level { get; set; } = "";

    public static IEnumerable<string> Levels => ResizeBenchmarks.Levels;

    [GlobalSetup]
    public void Setup()
    {
        var options = new PreprocessOptions
        {
            Width = Side,
            Height = Side,
            OutputType = Type,
            OutputLayout = Layout,
            Mean = [123.675f, 116.28f, 103.53f],
            Scale = [58.395f, 57.12f, 57.375f],
        };
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdLevel>(Level));
        _engine = new ResizeEngine(options.Algorithm, 3, kernels);
        _writer = new OutputWriter(options, kernels);
        ResizeGeometry.TryPlan(options, Side, Side, out _geometry);
        _source = (byte*)NativeMemory.AlignedAlloc(Side * Side * 3 + 64, 64);
        _target = (byte*)NativeMemory.AlignedAlloc((nuint)options.OutputBytes, 64);
        new Random(1).NextBytes(new Span<byte>(_source, Side * Side * 3));
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _engine.Dispose();
        _writer.Dispose();
        NativeMemory.AlignedFree(_source);
        NativeMemory.AlignedFree(_target);
    }

    [Benchmark]
    public void Write()
    {
        _writer.Begin(_target, _geometry);
        _engine.Run(new PixelSource(_source, Side, Side, 3, ExifOrientation.TopLeft), _geometry, _writer);
    }
}
