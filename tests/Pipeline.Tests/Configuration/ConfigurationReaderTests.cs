using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Preprocess;

namespace OpenVinoFlow.Pipeline.Tests.Configuration;

/// <summary>What a valid text becomes.</summary>
public sealed class ConfigurationReaderTests
{
    [Fact]
    public void A_program_that_gives_its_own_images_needs_no_source() =>
        Assert.Equal(new SourceOptions(), ConfigurationReader.Parse("api_version: ovflow/v1\nmodel: { path: m.xml }\n", "/", []).Options.Source);

    [Fact]
    public void The_smallest_flow_takes_every_default()
    {
        FlowOptions options = Flows.Read(Flows.Minimal).Options;

        FlowOptions defaults = new()
        {
            Model = new ModelOptions { Path = "/flows/m.onnx" },
            Source = new SourceOptions { Images = new ImageFolderOptions { Path = "/flows/photos" } },
        };
        Assert.Equivalent(defaults, options, strict: true);
    }

    [Fact]
    public void Every_key_reaches_its_option()
    {
        FlowOptions options = Flows.Read(Flows.Full).Options;

        FlowOptions expected = new()
        {
            ApiVersion = "ovflow/v1",
            Name = "a flow: with \"quotes\"",
            Model = new ModelOptions
            {
                Path = "/flows/models/net.xml",
                Engine = EngineKind.OpenVino,
                Device = "CPU",
                Precision = PrecisionKind.F32,
                Runtime = null,
                CacheDirectory = "/flows/cache",
                Properties = new Dictionary<string, string> { ["ENABLE_CPU_PINNING"] = "NO", ["AFFINITY"] = "x" },
            },
            Source = new SourceOptions { Images = new ImageFolderOptions { Path = "/flows/photos", Pattern = "**/*.jpg", Recursive = false, Repeat = 2 } },
            Preprocess = new PreprocessingOptions
            {
                Decoder = DecoderPreference.Turbojpeg,
                DecodeScale = DecodeScale.Off,
                Resize = new ResizeOptions
                {
                    Mode = ResizeMode.Letterbox,
                    Algorithm = ResizeAlgorithm.PillowBicubic,
                    Width = 640,
                    Height = 480,
                    PadValue = 0,
                    Center = false,
                    Upscale = false,
                },
                Color = ColorOrder.Bgr,
                Mean = [1.5f, 2, -3],
                Scale = [255],
                Background = [255, 255, 255],
                ApplyExifOrientation = false,
                MaxPixels = 100_000_000,
                MaxFileBytes = 64 << 20,
                TolerateWarnings = true,
            },
            Infer = new InferOptions
            {
                Mode = InferModeKind.Sync,
                Requests = 4,
                Streams = 2,
                Threads = 3,
                Batch = 8,
                BatchTimeout = TimeSpan.FromSeconds(1.5),
                Scheduling = SchedulingKind.RoundRobin,
            },
            Workers = new WorkerOptions { Decode = 2, Read = 1 },
            Sinks =
            [
                new JsonlSinkOptions { Path = "/flows/out/results.jsonl", TopK = 3, Labels = "/flows/labels.txt", Output = "probabilities" },
                new NpySinkOptions { Path = "/flows/out/raw", Outputs = ["probabilities", "features"] },
            ],
            Output = new OutputOptions { Order = OrderKind.Input, OrderWindow = 64 },
            Errors = new ErrorOptions { MaxFailures = 10, MaxFailureRate = 0.025, MinInputs = 20, Quarantine = "/flows/out/quarantine.jsonl" },
            Report = new ReportOptions { Json = "/flows/out/report.json", PerLayer = true },
            Run = new RunOptions { DrainTimeout = TimeSpan.FromMinutes(1) },
        };
        Assert.Equivalent(expected, options, strict: true);
    }

    [Theory]
    [InlineData("images: { path: a }", "/flows/a", null, null, null, null)]
    [InlineData("images: a", "/flows/a", null, null, null, null)]
    [InlineData("list: names.txt", null, "/flows/names.txt", null, null, null)]
    [InlineData("list: \"-\"", null, "-", null, null, null)]
    [InlineData("tar: { path: /data/a.tar }", null, null, "/data/a.tar", null, null)]
    [InlineData("zip: ../a.zip", null, null, null, "/a.zip", null)]
    [InlineData("synthetic: { count: 1_000_000 }", null, null, null, null, 1_000_000L)]
    [InlineData("synthetic: 5", null, null, null, null, 5L)]
    public void Each_kind_of_source_is_read(string source, string? images, string? list, string? tar, string? zip, long? synthetic)
    {
        SourceOptions options = Flows.Read($"model: {{ path: m.onnx }}\nsource:\n  {source}\n").Options.Source;

        Assert.Equal(images, options.Images?.Path);
        Assert.Equal(list, options.List?.Path);
        Assert.Equal(tar, options.Tar?.Path);
        Assert.Equal(zip, options.Zip?.Path);
        Assert.Equal(synthetic, options.Synthetic?.Count);
    }

    [Fact]
    public void A_model_path_is_not_needed_by_the_null_engine()
    {
        FlowOptions options = Flows.Read("model: { engine: null }\nsource: { synthetic: 1 }\n").Options;

        Assert.Equal(EngineKind.Null, options.Model.Engine);
        Assert.Equal("", options.Model.Path);
    }

    [Fact]
    public void Empty_sections_and_nothing_where_nothing_is_allowed_mean_the_default()
    {
        FlowOptions options = Flows.Read(Flows.Minimal + "preprocess:\ninfer: { requests: , streams: ~, threads: null }\nsinks:\nprofiles:\nreport: { json: }\n").Options;

        Assert.Equivalent(Flows.Read(Flows.Minimal).Options, options, strict: true);
    }

    [Theory]
    [InlineData("preprocess: { resize: { width: auto } }", "preprocess.resize.width", "auto")]
    [InlineData("errors: { max_failure_rate: unlimited }", "errors.max_failure_rate", "unlimited")]
    [InlineData("errors: { max_failure_rate: 0.07 }", "errors.max_failure_rate", "7%")]
    [InlineData("errors: { max_failure_rate: 0.1% }", "errors.max_failure_rate", "0.1%")]
    [InlineData("errors: { max_failures: 0 }", "errors.max_failures", "0")]
    [InlineData("infer: { batch_timeout: 0ms }", "infer.batch_timeout", "0s")]
    [InlineData("infer: { batch_timeout: 1500us }", "infer.batch_timeout", "1500us")]
    [InlineData("infer: { batch_timeout: 90s }", "infer.batch_timeout", "90s")]
    [InlineData("infer: { batch_timeout: 0.5m }", "infer.batch_timeout", "30s")]
    [InlineData("preprocess: { max_file_bytes: 1_000 }", "preprocess.max_file_bytes", "1000")]
    [InlineData("preprocess: { max_file_bytes: 2KB }", "preprocess.max_file_bytes", "2000")]
    [InlineData("preprocess: { max_file_bytes: 2KiB }", "preprocess.max_file_bytes", "2KiB")]
    [InlineData("preprocess: { max_file_bytes: 1048576B }", "preprocess.max_file_bytes", "1MiB")]
    [InlineData("preprocess: { mean: 127.5 }", "preprocess.mean", "[127.5]")]
    [InlineData("preprocess: { mean: [1, 2.5, 3e1] }", "preprocess.mean", "[1, 2.5, 30]")]
    [InlineData("infer: { batch: \"4\" }", "infer.batch", "4")]
    [InlineData("name: \"null\"", "name", "\"null\"")]
    [InlineData("name: 5", "name", "5")]
    [InlineData("errors: { quarantine: \"null\" }", "errors.quarantine", "/flows/null")]
    [InlineData("errors: { quarantine: null }", "errors.quarantine", "null")]
    [InlineData("report: { per_layer: True }", "report.per_layer", "true")]
    public void Values_are_shown_as_they_would_be_written(string yaml, string key, string shown)
    {
        ResolvedConfiguration configuration = Flows.Read(Flows.Minimal + yaml + "\n");

        Assert.Equal(shown, configuration.Value(key));
    }

    [Fact]
    public void Every_value_tells_where_it_comes_from()
    {
        ResolvedConfiguration configuration = Flows.Read(
            Flows.Minimal + "infer: { batch: 2, requests: 3 }\nname: ${env:NAME}\nprofiles:\n  quick:\n    infer: { requests: 5 }\n",
            ["workers.decode=7"], "quick", new Dictionary<string, string> { ["NAME"] = "x" });

        Assert.Equal("default", configuration.Origin("infer.streams"));
        Assert.Equal("flow.yaml:3:17", configuration.Origin("infer.batch"));
        Assert.Equal("profile quick, flow.yaml:7:24", configuration.Origin("infer.requests"));
        Assert.Equal("--set workers.decode=7", configuration.Origin("workers.decode"));
        Assert.Equal("environment, flow.yaml:4:7", configuration.Origin("name"));
        Assert.Equal("quick", configuration.Profile);
        Assert.Equal(configuration.Values.Count, configuration.Values.Select(value => value.Key).Distinct().Count());
    }

    [Fact]
    public void Windows_line_ends_and_a_byte_order_mark_change_nothing()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("\uFEFF" + Flows.Minimal.Replace("\n", "\r\n", StringComparison.Ordinal) + "infer: { batch: 0 }\r\n");

        ConfigurationException exception = Assert.Throws<ConfigurationException>(() => ConfigurationReader.Load(path, []));

        ConfigurationProblem problem = Assert.Single(exception.Problems);
        Assert.Equal((path, 3, 17), (problem.Source, problem.Line, problem.Column));
    }

    [Fact]
    public void Relative_paths_start_from_the_folder_of_the_file_and_those_of_overrides_from_the_current_one()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write(Flows.Minimal);

        ResolvedConfiguration configuration = ConfigurationReader.Load(path, ["report.json=r.json"]);

        Assert.Equal(path, configuration.SourcePath);
        Assert.Equal(Path.Combine(folder.Path, "m.onnx"), configuration.Options.Model.Path);
        Assert.Equal(Path.Combine(Environment.CurrentDirectory, "r.json"), configuration.Options.Report.Json);
    }
}
