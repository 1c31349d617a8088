using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Pipeline.Measuring.Tuning;

namespace OpenVinoFlow.Pipeline.Tests.Measuring;

/// <summary>What is found is faster, and only then kept; on a network whose speed is made up.</summary>
public sealed class TunerTests : IDisposable
{
    private readonly TestSupport.TemporaryFolder _folder = new();

    public TunerTests() => Environment.SetEnvironmentVariable("XDG_CACHE_HOME", _folder.Folder("cache"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", null);
        _folder.Dispose();
    }

    [Fact]
    public async Task A_faster_setting_is_found_confirmed_kept_and_used_where_it_fits_and_nowhere_else()
    {
        // A batch costs as much as one image: the larger, the better.
        FlowHostOptions host = Host(batch => TimeSpan.FromMilliseconds(20));
        using var tuner = new Tuner(Load, host, Options(20));
        TuningReport report = await tuner.RunAsync(Cancellation);

        Assert.NotNull(report.Profile);
        Assert.NotEqual("1", report.Profile.Values["infer.batch"]);
        Assert.Equal(TrialOutcome.Confirmed, report.Confirmation!.Outcome);
        Assert.True(report.Confirmation.Low > 1);
        Assert.Contains(report.Notes, note => note.StartsWith("infer.requests is left alone: infer.requests: 2  # flow.yaml:", StringComparison.Ordinal));
        Assert.Contains(report.Notes, note => note.StartsWith("model.precision is left alone", StringComparison.Ordinal));
        Assert.Contains(report.Notes, note => note.StartsWith("preprocessing outside the graph is not tried", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Trials, trial => trial.Values.ContainsKey("infer.requests"));

        TunedMatch match = TunedProfiles.Find(Load([]), host.Engines)!;
        Assert.Equal(report.Profile.Values, match.Profile.Values);
        Assert.Equal(report.File, match.File);
        Assert.Null(TunedProfiles.Find(Load(["infer.batch=2"]), host.Engines));
        Assert.Null(TunedProfiles.Find(Load(["preprocess.mean=5"]), host.Engines));
        Assert.Null(TunedProfiles.Find(Load([]), Host(_ => TimeSpan.Zero, version: "2").Engines));

        await File.WriteAllTextAsync(match.File, "damaged", Cancellation);
        Assert.Null(TunedProfiles.Find(Load([]), host.Engines));
    }

    [Fact]
    public async Task Where_nothing_is_faster_the_defaults_are_kept_and_an_old_profile_is_forgotten()
    {
        FlowHostOptions host = Host(batch => TimeSpan.FromMilliseconds(10 * batch * (batch > 1 ? 2 : 1)));
        using var tuner = new Tuner(overrides => Load(["infer.mode=async", "workers.decode=2", "infer.threads=2", "infer.streams=2", .. overrides]), host, Options(8));
        TuningReport report = await tuner.RunAsync(Cancellation);
        Assert.Null(report.Profile);
        Assert.NotEmpty(report.Trials);
        Assert.All(report.Trials, trial => Assert.NotEqual(TrialOutcome.Better, trial.Outcome));
        Assert.Empty(Directory.Exists(TunedProfiles.Folder) ? Directory.GetFiles(TunedProfiles.Folder) : []);
    }

    [Fact]
    public void Every_change_differs_from_what_is_set_now()
    {
        var now = new Dictionary<string, string> { ["streams"] = "2", ["requests"] = "3", ["decode_workers"] = "2", ["threads"] = "2", ["inference_precision"] = "f32" };
        foreach (string key in SearchSpace.Keys)
        {
            string[] values = [.. SearchSpace.Changes(key, 2, "openvino", now).Select(change => change[key])];
            Assert.NotEmpty(values);
            Assert.Equal(values.Distinct(), values);
            Assert.DoesNotContain(key switch { "infer.streams" => "2", "infer.requests" => "3", "workers.decode" => "2", "infer.threads" => "2", "model.precision" => "f32", _ => "1" }, values);
        }

        Assert.Empty(SearchSpace.Changes("model.precision", 2, "onnxruntime", now));
    }

    private static TuningOptions Options(int seconds) => new()
    {
        Budget = TimeSpan.FromSeconds(seconds),
        Turn = TimeSpan.FromMilliseconds(300),
        Ramp = TimeSpan.FromMilliseconds(100),
        ConfirmShare = 0.5,
    };

    private static FlowHostOptions Host(Func<int, TimeSpan> duration, string version = "1") => new()
    {
        Engines = new EngineCatalog().Add(EngineKind.OpenVino, _ => new TestEngine(duration, version)),
    };

    private ResolvedConfiguration Load(IReadOnlyList<string> overrides) => ConfigurationReader.Parse(
        $$"""
        api_version: ovflow/v1
        model: { path: {{_folder.Write("model.onnx", "a model")}}, engine: openvino }
        source: { synthetic: 1000 }
        infer: { requests: 2 }
        """,
        _folder.Path,
        overrides,
        name: "flow.yaml");

    private sealed class TestEngine(Func<int, TimeSpan> duration, string version) : IInferenceEngine
    {
        public string Name => "openvino";

        public string Version => version;

        public ModelDescription Describe(string modelPath) => new(
            "test", [new TensorDescription("input", DataType.U8, [-1, 4, 4, 3])], [new TensorDescription("output", DataType.F32, [-1, 4])]);

        public ICompiledModel Compile(CompileSpec spec) => new TestModel(_ => duration(spec.Batch)) { Batch = spec.Batch };

        public void Dispose()
        {
        }
    }
}
