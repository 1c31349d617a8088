using System.Text.Json;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Cli.Tests;

/// <summary>Measurements on the real engines: that everything is measured and reported, never how fast it is.</summary>
public sealed class BenchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_flow_is_measured_end_to_end_alone_and_stage_by_stage_and_its_results_are_left_alone()
    {
        SharedAssets.RequireOpenVino();
        Ovflow.Result result = await Ovflow.RunAsync(
            "bench", Flow("openvino"), "--duration", "2", "--json", "--csv", _folder.File("a.csv"), "--hdr", _folder.File("a.hlog"), "--save", _folder.File("a.json"));
        Assert.True(result.ExitCode == 0, result.ToString());

        using JsonDocument report = JsonDocument.Parse(result.Output);
        Dictionary<string, JsonElement> measured = report.RootElement.GetProperty("measurements").EnumerateArray().ToDictionary(m => m.Text("name"));
        Assert.Equal(["end_to_end", "inference_only", "preprocess", "read"], measured.Keys.Order());
        Assert.All(measured.Values, measurement =>
        {
            Assert.True(measurement.GetProperty("images_per_second").GetDouble() > 0);
            Assert.True(measurement.GetProperty("cpu_milliseconds_per_image").GetDouble() >= 0);
            Assert.True(measurement.GetProperty("latency").GetProperty("p999").GetDouble() >= measurement.GetProperty("latency").GetProperty("p50").GetDouble());
            Assert.NotEmpty(measurement.GetProperty("windows").EnumerateArray());
        });
        Assert.Contains(measured["end_to_end"].GetProperty("verdict").GetProperty("reasons").EnumerateArray(), reason => reason.Text("kind") == "too_short");
        Assert.True(report.RootElement.GetProperty("bound").GetProperty("images_per_second").GetDouble() > 0);
        Assert.False(string.IsNullOrEmpty(report.RootElement.GetProperty("machine").Text("processor")));

        Assert.False(Directory.Exists(_folder.File("out")));
        Assert.Equal(5, File.ReadAllLines(_folder.File("a.csv")).Length);
        Assert.StartsWith("#[Histogram log format", File.ReadAllText(_folder.File("a.hlog")), StringComparison.Ordinal);
        Assert.Equal(result.Output.Trim(), File.ReadAllText(_folder.File("a.json")).Trim());
    }

    [Theory]
    [InlineData("openvino")]
    [InlineData("onnxruntime")]
    public async Task A_model_is_measured_alone_and_the_table_says_what_to_think_of_it(string engine)
    {
        if (engine == "openvino")
            SharedAssets.RequireOpenVino();

        Ovflow.Result result = await Ovflow.RunAsync("bench", SharedAssets.RequireModel("efficientnet-lite0.onnx"), "--set", $"model.engine={engine}", "-niter", "20", "-nireq", "2");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains($"on {engine}", result.Output, StringComparison.Ordinal);
        Assert.Contains("inference_only", result.Output, StringComparison.Ordinal);
        Assert.Contains("closed loop, 2 in flight", result.Output, StringComparison.Ordinal);
        Assert.Contains("INVALID: too short", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_for_benchmark_app_works_here()
    {
        SharedAssets.RequireOpenVino();
        string dump = _folder.File("config.json");
        Ovflow.Result result = await Ovflow.RunAsync(
            "bench", "-m", SharedAssets.RequireModel("efficientnet-lite0-fp16.xml"), "-i", SharedAssets.RequireImages("photos"), "-d", "CPU", "-hint", "none", "-nstreams", "1",
            "-nthreads", "1", "-nireq", "2", "-b", "2", "-infer_precision", "f32", "-mean_values", "[127,127,127]", "-scale_values", "[128,128,128]", "-inference_only", "-t", "1",
            "-cache_dir", _folder.File("cache"), "-dump_config", dump, "--json");
        Assert.True(result.ExitCode == 0, result.ToString());

        using JsonDocument report = JsonDocument.Parse(result.Output);
        JsonElement settings = report.RootElement.GetProperty("settings");
        Assert.Equal(("1", "1", "2", "2", "f32"), (settings.Text("streams"), settings.Text("threads"), settings.Text("requests"), settings.Text("batch"), settings.Text("inference_precision")));
        Assert.NotEmpty(Directory.GetFiles(_folder.File("cache")));

        using JsonDocument dumped = JsonDocument.Parse(File.ReadAllText(dump));
        Assert.Equal("1", dumped.RootElement.GetProperty("CPU").Text("NUM_STREAMS"));

        Ovflow.Result loaded = await Ovflow.RunAsync(
            "bench", "-m", SharedAssets.RequireModel("efficientnet-lite0-fp16.xml"), "-load_config", dump, "-niter", "5", "-api", "sync", "--json");
        Assert.True(loaded.ExitCode == 0, loaded.ToString());
        using JsonDocument again = JsonDocument.Parse(loaded.Output);
        Assert.Equal("1", again.RootElement.GetProperty("settings").Text("streams"));
        Assert.Equal("synchronous, one at a time", again.RootElement.GetProperty("measurements")[0].Text("load"));
    }

    [Fact]
    public async Task The_flow_is_measured_as_a_whole_and_nothing_else_when_asked_for()
    {
        Ovflow.Result result = await Ovflow.RunAsync("bench", Flow("onnxruntime"), "--end-to-end-only", "--duration", "1", "--json");
        Assert.True(result.ExitCode == 0, result.ToString());
        using JsonDocument report = JsonDocument.Parse(result.Output);
        Assert.Equal("end_to_end", Assert.Single(report.RootElement.GetProperty("measurements").EnumerateArray()).Text("name"));

        Ovflow.Result refused = await Ovflow.RunAsync("bench", Flow("onnxruntime"), "--end-to-end-only", "--inference-only");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--end-to-end-only", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_loops_count_from_the_intended_start()
    {
        Ovflow.Result result = await Ovflow.RunAsync("bench", Flow("onnxruntime"), "--rate", "20", "--arrivals", "poisson", "--duration", "2", "--json");
        Assert.True(result.ExitCode == 0, result.ToString());
        using JsonDocument report = JsonDocument.Parse(result.Output);
        JsonElement measured = report.RootElement.GetProperty("measurements")[0];
        Assert.Equal("open loop, 20/s poisson", measured.Text("load"));
        Assert.Equal(20, measured.GetProperty("offered").GetDouble());
    }

    [Fact]
    public async Task Measurements_are_compared_and_invalid_ones_only_by_force()
    {
        string model = SharedAssets.RequireModel("efficientnet-lite0.onnx");
        string one = _folder.File("one.json");
        string four = _folder.File("four.json");
        Assert.Equal(0, (await Ovflow.RunAsync("bench", model, "--set", "model.engine=onnxruntime", "-t", "1", "--save", one)).ExitCode);
        Assert.Equal(0, (await Ovflow.RunAsync("bench", model, "--set", "model.engine=onnxruntime", "-t", "1", "-b", "4", "--save", four)).ExitCode);

        Ovflow.Result refused = await Ovflow.RunAsync("compare", one, four);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("before: inference_only: too short", refused.Error, StringComparison.Ordinal);

        Ovflow.Result compared = await Ovflow.RunAsync("compare", one, four, "--force", "--tolerance", "100%");
        Assert.True(compared.ExitCode == 0, compared.ToString());
        Assert.Contains("differs: batch: 1 -> 4", compared.Output, StringComparison.Ordinal);

        // Made slower by hand: the one thing whose speed a test may tell.
        File.WriteAllText(four, System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(one), "\"images\": (\\d+)", "\"images\": 1"));
        Ovflow.Result regression = await Ovflow.RunAsync("compare", one, four, "--force", "--json");
        Assert.Equal(6, regression.ExitCode);
        using JsonDocument comparison = JsonDocument.Parse(regression.Output);
        Assert.Equal("regression", comparison.RootElement.GetProperty("measurements")[0].Text("finding"));
    }

    [Fact]
    public async Task Two_flows_are_measured_in_turns()
    {
        string flow = Flow("onnxruntime");
        string other = _folder.Write("other.yaml", File.ReadAllText(flow).Replace("name: bench", "name: other", StringComparison.Ordinal) + "\ninfer: { batch: 2 }\n");
        Ovflow.Result result = await Ovflow.RunAsync("bench", flow, "--compare", other, "--duration", "3", "--inference-only", "--force", "--tolerance", "100%", "--json");
        Assert.True(result.ExitCode == 0, result.ToString());
        using JsonDocument report = JsonDocument.Parse(result.Output);
        JsonElement comparison = report.RootElement.GetProperty("comparison");
        Assert.True(comparison.GetProperty("paired").GetBoolean());
        Assert.Contains(comparison.GetProperty("differences").EnumerateArray(), difference => difference.GetString() == "batch: 2 -> 1");
        Assert.Equal("inference_only", Assert.Single(comparison.GetProperty("measurements").EnumerateArray()).Text("name"));
    }

    [Theory]
    [InlineData("openvino")]
    [InlineData("onnxruntime")]
    public async Task Layers_are_timed_apart_from_the_figures(string engine)
    {
        if (engine == "openvino")
            SharedAssets.RequireOpenVino();

        string folder = _folder.File("reports");
        Ovflow.Result result = await Ovflow.RunAsync(
            "bench", SharedAssets.RequireModel("efficientnet-lite0.onnx"), "--set", $"model.engine={engine}", "-t", "1", "-report_type", "average_counters", "-report_folder", folder, "--json");
        Assert.True(result.ExitCode == 0, result.ToString());

        using JsonDocument report = JsonDocument.Parse(result.Output);
        JsonElement profile = report.RootElement.GetProperty("layers");
        JsonElement[] layers = [.. profile.GetProperty("layers").EnumerateArray()];
        Assert.True(layers.Length > 40, $"{layers.Length} layers");
        Assert.Equal(1, layers.Sum(layer => layer.GetProperty("share").GetDouble()), 6);
        Assert.Equal(layers.Select(layer => layer.GetProperty("share").GetDouble()).OrderDescending(), layers.Select(layer => layer.GetProperty("share").GetDouble()));
        Assert.Contains(layers, layer => layer.Text("type").StartsWith("Conv", StringComparison.Ordinal));
        Assert.All(layers, layer => Assert.True(layer.GetProperty("calls").GetInt64() > 0));
        Assert.InRange(profile.GetProperty("layers_microseconds").GetDouble(), 1, 2 * profile.GetProperty("wall_microseconds").GetDouble());
        Assert.DoesNotContain(
            report.RootElement.GetProperty("measurements")[0].GetProperty("verdict").GetProperty("reasons").EnumerateArray(), reason => reason.Text("kind") == "profiled");

        string[] counters = File.ReadAllLines(Path.Combine(folder, "benchmark_average_counters_report.csv"));
        Assert.Equal("layerName;execStatus;layerType;execType;realTime (ms);cpuTime (ms);", counters[0]);
        Assert.Contains(counters, line => line.StartsWith("Total;;;;", StringComparison.Ordinal));
        Assert.Contains(File.ReadAllLines(Path.Combine(folder, "benchmark_report.csv")), line => line.StartsWith("throughput;", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("openvino")]
    [InlineData("onnxruntime")]
    public async Task A_run_with_layers_says_what_they_cost(string engine)
    {
        if (engine == "openvino")
            SharedAssets.RequireOpenVino();

        Ovflow.Result result = await Ovflow.RunAsync("run", Flow(engine), "--set", "report.per_layer=true", "--json");
        Assert.True(result.ExitCode == 0, result.ToString());
        using JsonDocument report = JsonDocument.Parse(result.Output);
        JsonElement layers = report.RootElement.GetProperty("layers");
        Assert.NotEmpty(layers.GetProperty("layers").EnumerateArray());
        Assert.True(layers.GetProperty("overhead").GetDouble() > 0);
        Assert.Equal(200, report.RootElement.GetProperty("ledger").GetProperty("done").GetInt32());
    }

    [Fact]
    public async Task Ceilings_replace_one_part_after_the_other()
    {
        Ovflow.Result result = await Ovflow.RunAsync("bench", Flow("onnxruntime"), "--inference-only", "--ceilings", "--duration", "2", "--json");
        Assert.True(result.ExitCode == 0, result.ToString());
        using JsonDocument report = JsonDocument.Parse(result.Output);
        JsonElement[] ceilings = [.. report.RootElement.GetProperty("ceilings").EnumerateArray()];
        Assert.Equal(["sinks", "reading", "reading and decoding", "inference", "all of these"], ceilings.Select(ceiling => ceiling.Text("without")));
        Assert.All(ceilings, ceiling => Assert.True(ceiling.GetProperty("images_per_second").GetDouble() > 0));
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    [Fact]
    public async Task A_flow_is_tuned_and_runs_with_what_was_found_until_it_is_told_not_to()
    {
        var environment = new Dictionary<string, string?> { ["XDG_CACHE_HOME"] = _folder.Folder("cache") };
        string flow = Flow("onnxruntime");
        using Ovflow tune = Ovflow.Start(["tune", flow, "--budget", "8s", "--json"], environment);
        Ovflow.Result tuned = await tune.WaitAsync(TimeSpan.FromMinutes(2));
        Assert.True(tuned.ExitCode == 0, tuned.ToString());
        using JsonDocument report = JsonDocument.Parse(tuned.Output);
        Assert.Equal("end_to_end", report.RootElement.Text("of"));
        Assert.NotEmpty(report.RootElement.GetProperty("trials").EnumerateArray());
        bool kept = report.RootElement.TryGetProperty("profile", out _);

        Assert.Equal(kept, (await SettingsAsync("run", flow, "--json")).TryGetProperty("tuned", out _));
        Assert.False((await SettingsAsync("run", flow, "--no-tuned", "--json")).TryGetProperty("tuned", out _));

        async Task<JsonElement> SettingsAsync(params string[] arguments)
        {
            using Ovflow run = Ovflow.Start(arguments, environment);
            Ovflow.Result result = await run.WaitAsync(TimeSpan.FromMinutes(2));
            Assert.True(result.ExitCode == 0, result.ToString());
            using JsonDocument document = JsonDocument.Parse(result.Output);
            return document.RootElement.GetProperty("settings").Clone();
        }
    }

    [Theory]
    [InlineData("--ceilings replaces", "bench", "x.onnx", "--ceilings")]
    [InlineData("--budget: '1h'", "tune", "x.yaml", "--budget", "1h")]
    [InlineData("--tolerance: 'much'", "compare", "x.json", "y.json", "--tolerance", "much")]
    [InlineData("-c: kernels of a GPU", "bench", "x.onnx", "-c", "y")]
    [InlineData("use --rate", "bench", "x.onnx", "-max_irate", "5")]
    [InlineData("-hint none", "bench", "x.onnx", "-hint", "none")]
    [InlineData("-api: 'fast' is not known", "bench", "x.onnx", "-api", "fast")]
    [InlineData("-shape: '[1,3,?,?]'", "bench", "x.onnx", "-shape", "[1,3,?,?]")]
    [InlineData("-t and -niter", "bench", "x.onnx", "-t", "1", "-niter", "1")]
    [InlineData("Two things to measure", "bench", "x.onnx", "-m", "y.onnx")]
    [InlineData("Nothing to measure", "bench")]
    [InlineData("--arrivals", "bench", "x.onnx", "--arrivals", "poisson")]
    [InlineData("-report_folder", "bench", "x.onnx", "-report_folder", "x")]
    [InlineData("-niter: 0", "bench", "x.onnx", "-niter", "0")]
    public async Task Options_that_cannot_mean_the_same_or_contradict_are_refused(string message, params string[] arguments)
    {
        Ovflow.Result result = await Ovflow.RunAsync(arguments);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    private string Flow(string engine) => _folder.Write("flow.yaml", $$"""
        api_version: ovflow/v1
        name: bench
        model: { path: {{SharedAssets.RequireModel("efficientnet-lite0.onnx")}}, engine: {{engine}}, precision: f32 }
        source: { images: { path: {{SharedAssets.RequireImages("photos")}} } }
        preprocess: { mean: [127, 127, 127], scale: [128, 128, 128] }
        sinks: [ { jsonl: { path: out/results.jsonl } } ]
        """);
}
