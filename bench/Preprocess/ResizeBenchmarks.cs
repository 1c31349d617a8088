using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using OpenVinoFlow.Preprocess;
using OpenVinoFlow.Preprocess.Kernels;
using OpenVinoFlow.Preprocess.Output;
using OpenVinoFlow.Preprocess.Resizing;

namespace OpenVinoFlow.Benchmarks.Preprocess;

/// <summary>500x375 to 224x224, three channels, for each algorithm and each SIMD level of this processor.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
[MinColumn]
public unsafe class ResizeBenchmarks
{
    private const int Width = 500;
    private const int Height = 375;

    private ResizeEngine _engine = null!;
    private OutputWriter _writer = null!;
    private ResizeGeometry _geometry;
    private byte* _source;
    private byte* _target;

    [ParamsAllValues]
    public ResizeAlgorithm Algorithm { get; set; }

    [ParamsSource(nameof(Levels))]
    public string Level { get; set; } = "";

    public static IEnumerable<string> Levels => Enum.GetValues<SimdLevel>().Where(l => l <= SimdLevels.Best).Select(l => l.ToString());

    [GlobalSetup]
    public void Setup()
    {
        var options = new PreprocessOptions { Width = 224, Height = 224, Algorithm = Algorithm };
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdLevel>(Level));
        _engine = new ResizeEngine(Algorithm, 3, kernels);
        _writer = new OutputWriter(options, kernels);
        ResizeGeometry.TryPlan(options, Width, Height, out _geometry);
        _source = (byte*)NativeMemory.AlignedAlloc(Width * Height * 3 + 64, 64);
        _target = (byte*)NativeMemory.AlignedAlloc((nuint)options.OutputBytes, 64);
        new Random(1).NextBytes(new Span<byte>(_source, Width * Height * 3));
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
    public void Resize()
    {
        _writer.Begin(_target, _geometry);
        _engine.Run(new PixelSource(_source, Width, Height, 3, ExifOrientation.TopLeft), _geometry, _writer);
    }
}
