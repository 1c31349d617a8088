using OpenVinoFlow.Native.Interop;
using OpenVinoFlow.Native.Tests.Support;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Native.Tests;

public sealed class CoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_runtime_tells_its_release_and_where_it_is()
    {
        string folder = SharedAssets.RequireOpenVino();
        _ = TestCore.Shared;
        OpenVinoRuntime runtime = OpenVinoRuntime.Current!;

        Assert.Equal(folder, runtime.Directory);
        Assert.True(runtime.Version >= new Version(2025, 1), runtime.BuildNumber);
        Assert.StartsWith(runtime.Version.ToString(), runtime.BuildNumber, StringComparison.Ordinal);
        Assert.Same(runtime, OpenVinoRuntime.Load());
        Assert.Same(runtime, OpenVinoRuntime.Load(folder));
        Assert.Equal(runtime.LibraryPath, OpenVinoRuntime.Search(folder).Chosen?.LibraryPath);
        Assert.Equal(RuntimeOutcome.Loaded, OpenVinoRuntime.Search(folder).Chosen?.Outcome);
        Assert.Contains(runtime.Version.ToString(), Assert.Throws<OpenVinoRuntimeException>(() => OpenVinoRuntime.Load(_folder.Path)).Message);
    }

    [Fact]
    public void Devices_and_versions_are_listed()
    {
        Assert.Contains("CPU", TestCore.Shared.AvailableDevices);
        DeviceVersion version = TestCore.Shared.GetVersions("CPU")["CPU"];
        Assert.StartsWith("20", version.BuildNumber, StringComparison.Ordinal);
        Assert.NotEmpty(TestCore.Shared.GetProperty("CPU", "FULL_DEVICE_NAME"));
    }

    [Fact]
    public void Unknown_properties_and_devices_are_named_in_the_error()
    {
        Assert.Contains("NO_SUCH_KEY", Assert.Throws<OpenVinoException>(static () => TestCore.Shared.GetProperty("CPU", "NO_SUCH_KEY")).Message);
        Assert.Contains("NO_SUCH_KEY", Assert.Throws<OpenVinoException>(static () => TestCore.Shared.SetProperty("CPU", "NO_SUCH_KEY", "1")).Message);
        Assert.Contains("XPU", Assert.Throws<OpenVinoException>(static () => TestCore.Shared.GetProperty("XPU", "FULL_DEVICE_NAME")).Message);

        using Model model = TestCore.Shared.ReadModel(TinyModels.Affine(_folder));
        Assert.Contains("NO_SUCH_KEY", Assert.Throws<OpenVinoException>(() => TestCore.Compile(model, ("NO_SUCH_KEY", "1"))).Message);
        Assert.Contains("XPU", Assert.Throws<OpenVinoException>(() => TestCore.Shared.CompileModel(model, "XPU")).Message);
    }

    [Fact]
    public void Properties_arrive_whichever_way_they_are_passed()
    {
        SharedAssets.RequireOpenVino();
        OpenVinoRuntime runtime = OpenVinoRuntime.Load();
        CheckProperties(new VariadicProperties());

        // The better way is there from 2026.4 on, and then it is taken.
        bool structured = PropertyPassing.For(runtime.Handle) is StructuredProperties;
        Assert.Equal(runtime.Version >= new Version(2026, 4), structured);
        if (structured)
            CheckProperties(new StructuredProperties());
    }

    [Fact]
    public void More_properties_than_an_old_release_takes_in_one_call_are_refused()
    {
        SharedAssets.RequireOpenVino();
        using var core = new Core(new VariadicProperties());
        var many = Enumerable.Range(0, 17).ToDictionary(static i => $"KEY_{i}", static _ => "1");
        Assert.Contains("16", Assert.Throws<NotSupportedException>(() => core.CompileModel(TinyModels.Affine(_folder), "CPU", many)).Message);
    }

    [Fact]
    public void A_compiled_model_is_exported_and_imported()
    {
        string blob = _folder.File("affine.blob");
        using (CompiledModel compiled = TestCore.Compile(TinyModels.Affine(_folder)))
            compiled.Export(blob);

        using CompiledModel imported = TestCore.Shared.ImportModel(blob);
        using InferRequest request = imported.CreateInferRequest();
        using (Tensor input = request.GetInputTensor(0))
            input.AsSpan<float>().Fill(10);

        request.Infer();
        using Tensor output = request.GetOutputTensor(0);
        Assert.Equal(21f, output.AsSpan<float>()[0]);

        File.WriteAllText(blob, "nothing of the kind");
        Assert.Throws<OpenVinoException>(() => TestCore.Shared.ImportModel(blob));
    }

    [Fact]
    public void The_cache_folder_is_used_the_second_time()
    {
        string path = SharedAssets.RequireModel("efficientnet-lite0-fp16.xml");
        string cache = _folder.Folder("cache");
        var properties = new Dictionary<string, string>(TestCore.SinglePrecision) { ["CACHE_DIR"] = cache };

        using (CompiledModel first = TestCore.Shared.CompileModel(path, "CPU", properties))
            Assert.Contains(first.GetProperty("LOADED_FROM_CACHE"), (string[])["NO", "false", "0"]);

        Assert.NotEmpty(Directory.GetFiles(cache));
        using CompiledModel second = TestCore.Shared.CompileModel(path, "CPU", properties);
        Assert.Contains(second.GetProperty("LOADED_FROM_CACHE"), (string[])["YES", "true", "1"]);
    }

    public void Dispose() => _folder.Dispose();

    private void CheckProperties(PropertyPassing passing)
    {
        using var core = new Core(passing);
        core.SetProperty("CPU", "PERFORMANCE_HINT", "THROUGHPUT");
        Assert.Equal("THROUGHPUT", core.GetProperty("CPU", "PERFORMANCE_HINT"));

        string path = TinyModels.Affine(_folder);
        var properties = new Dictionary<string, string>
        {
            ["NUM_STREAMS"] = "2",
            ["INFERENCE_NUM_THREADS"] = "2",
            ["ENABLE_CPU_PINNING"] = "NO",
            ["INFERENCE_PRECISION_HINT"] = "f32",
            ["PERF_COUNT"] = "YES",
            ["PERFORMANCE_HINT"] = "LATENCY",
            ["ENABLE_HYPER_THREADING"] = "NO",
        };

        using Model model = core.ReadModel(path);
        using CompiledModel compiled = core.CompileModel(model, "CPU", properties);
        using CompiledModel fromFile = core.CompileModel(path, "CPU", properties);
        foreach (CompiledModel result in (CompiledModel[])[compiled, fromFile])
        {
            Assert.Equal("2", result.GetProperty("NUM_STREAMS"));
            Assert.Equal("2", result.GetProperty("INFERENCE_NUM_THREADS"));
            Assert.Equal("f32", result.GetProperty("INFERENCE_PRECISION_HINT"));
            Assert.Equal("YES", result.GetProperty("PERF_COUNT"));
            Assert.Equal("LATENCY", result.GetProperty("PERFORMANCE_HINT"));
        }
    }
}
