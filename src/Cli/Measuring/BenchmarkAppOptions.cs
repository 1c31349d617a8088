using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace OpenVinoFlow.Cli.Measuring;

/// <summary>
/// The options of OpenVINO's benchmark_app that mean the same here, under their own names. They become values of the configuration, where they
/// win over the file's; what cannot mean the same is refused with the reason, never left out in silence.
/// </summary>
internal sealed class BenchmarkAppOptions
{
    private const string Properties = "model.properties.";

    private static readonly (string Name, string Reason)[] _refused =
    [
        ("-c", "kernels of a GPU are not supported"),
        ("-extensions", "extensions of OpenVINO are not loaded"),
        ("-max_irate", "use --rate, which counts latencies from the intended start"),
        ("-data_shape", "inputs have one fixed shape: use -shape"),
        ("-layout", "the layout is found from the model's input: u8 NHWC pictures are fed, and the graph is adapted"),
        ("-load_from_file", "the model is read first, because its preprocessing becomes a part of it; use -cache_dir for a quick start"),
        ("-lfile", "the model is read first, because its preprocessing becomes a part of it; use -cache_dir for a quick start"),
        ("-ip", "inputs are u8 pictures, as a decoder gives them"),
        ("-op", "outputs keep the model's type"),
        ("-iop", "inputs are u8 pictures, and outputs keep the model's type"),
        ("-use_device_mem", "inputs are in the process's own pinned memory"),
        ("-latency_percentile", "p50, p90, p95, p99, p99.9 and the maximum are always given"),
        ("-exec_graph_path", "the compiled graph is not written; see --per-layer for its layers"),
        ("-pcsort", "layers are sorted by time"),
        ("-pcseq", "inputs have one shape, so there is one group of latencies"),
        ("-no_warmup", "how much is warm-up is found by measuring, and left out"),
    ];

    private readonly Option<string?> _model = Named("-m", "MODEL", "The model, in place of the argument.");
    private readonly Option<string?> _images = Named("-i", "PATH", "Folder or file of images: the source, and what the inference alone is fed with; 'random' for random pixels.");
    private readonly Option<string?> _device = Named("-d", "DEVICE", "The device (model.device).");
    private readonly Option<string?> _hint = Named("-hint", "HINT", "throughput, latency, cumulative_throughput, or none together with -nstreams.");
    private readonly Option<long?> _iterations = new("-niter") { Description = "Measure this many inferences of the inference alone, in place of a time.", HelpName = "N" };
    private readonly Option<double?> _seconds = new("-t") { Description = "Measure each thing for exactly this many seconds.", HelpName = "SECONDS" };
    private readonly Option<int?> _requests = new("-nireq") { Description = "Infer requests (infer.requests).", HelpName = "N" };
    private readonly Option<string?> _streams = Named("-nstreams", "N", "Streams (infer.streams).");
    private readonly Option<int?> _threads = new("-nthreads") { Description = "Threads of the device in all (infer.threads).", HelpName = "N" };
    private readonly Option<int?> _batch = new("-b") { Description = "Images in one inference (infer.batch).", HelpName = "N" };
    private readonly Option<string?> _shape = Named("-shape", "[N,C,H,W]", "The input's shape: batch, height and width.");
    private readonly Option<string?> _api = Named("-api", "sync|async", "sync runs inferences alone one after the other; the default is async, and sync with -hint latency.");
    private readonly Option<bool> _counters = new("-pc") { Description = "The same as --per-layer." };
    private readonly Option<string?> _reportType = Named("-report_type", "TYPE", "no_counters, average_counters or detailed_counters: reports as benchmark_app writes them.");
    private readonly Option<string?> _reportFolder = Named("-report_folder", "FOLDER", "Where -report_type writes; the current folder when left out.");
    private readonly Option<string?> _precision = Named("-infer_precision", "PRECISION", "f32, bf16 or f16, or CPU:f32 (model.precision).");
    private readonly Option<string?> _cache = Named("-cache_dir", "FOLDER", "Folder for compiled models (model.cache_dir).");
    private readonly Option<string?> _pin = Named("-pin", "YES|NO", "Whether threads are bound to processors (ENABLE_CPU_PINNING).");
    private readonly Option<string?> _mean = Named("-mean_values", "[R,G,B]", "Mean of each channel (preprocess.mean).");
    private readonly Option<string?> _scale = Named("-scale_values", "[R,G,B]", "Scale of each channel (preprocess.scale).");
    private readonly Option<string?> _load = Named("-load_config", "FILE.json", "Device properties as benchmark_app writes them: {\"CPU\": {\"NUM_STREAMS\": \"2\"}}; other options win.");
    private readonly Option<string?> _dump = Named("-dump_config", "FILE.json", "Write the device properties that were used, in the same form.");
    private readonly Option<bool> _jsonStatistics = new("-json_stats") { Description = "Write the reports of -report_type as JSON, not CSV." };
    private readonly Option<bool> _inferenceOnly = new("-inference_only") { Description = "The same as --inference-only." };
    private readonly Option<string[]>[] _refusedOptions =
    [
        .. _refused.Select(refused => new Option<string[]>(refused.Name) { Hidden = true, Arity = ArgumentArity.ZeroOrMore, AllowMultipleArgumentsPerToken = true }),
    ];

    /// <summary>All of them, to be added to a command.</summary>
    public IEnumerable<Option> All =>
    [
        _model, _images, _device, _hint, _iterations, _seconds, _requests, _streams, _threads, _batch, _shape, _api, _counters, _reportType,
        _reportFolder, _precision, _cache, _pin, _mean, _scale, _load, _dump, _jsonStatistics, _inferenceOnly, .. _refusedOptions,
    ];

    /// <summary>What they were given as.</summary>
    /// <exception cref="InvalidDataException">One cannot mean here what it means in benchmark_app.</exception>
    public BenchmarkAppRequest Read(ParseResult parsed)
    {
        for (int i = 0; i < _refused.Length; i++)
        {
            if (parsed.GetResult(_refusedOptions[i]) is not null)
                throw new InvalidDataException($"{_refused[i].Name}: {_refused[i].Reason}.");
        }

        string? device = parsed.GetValue(_device);
        string? hint = Hint(parsed);
        bool synchronous = (parsed.GetValue(_api) ?? (hint == "LATENCY" ? "sync" : "async")) switch
        {
            "sync" => true,
            "async" => false,
            string other => throw new InvalidDataException($"-api: '{other}' is not known; allowed: sync, async."),
        };

        // benchmark_app looks for low latency where it waits for each inference.
        if (synchronous && hint is null && parsed.GetValue(_hint) is null)
            hint = "LATENCY";

        string? images = parsed.GetValue(_images);
        return new BenchmarkAppRequest
        {
            Model = parsed.GetValue(_model),
            Overrides = [.. Overrides(parsed, device, hint)],
            Images = images is "random" ? null : images,
            Synchronous = synchronous,
            Inferences = Positive("-niter", parsed.GetValue(_iterations)),
            Seconds = Positive("-t", parsed.GetValue(_seconds)),
            InferenceOnly = parsed.GetValue(_inferenceOnly),
            Counters = parsed.GetValue(_counters),
            Report = ReportOf(parsed),
            DumpTo = parsed.GetValue(_dump),
        };
    }

    private IEnumerable<string> Overrides(ParseResult parsed, string? device, string? hint)
    {
        // What a file of properties says comes first, so that the options win.
        foreach (string property in LoadConfig(parsed.GetValue(_load), device ?? "CPU"))
            yield return property;

        if (device is not null)
            yield return $"model.device={device}";
        if (hint is not null)
            yield return $"{Properties}PERFORMANCE_HINT={hint}";
        if (parsed.GetValue(_requests) is { } requests)
            yield return $"infer.requests={requests.ToString(CultureInfo.InvariantCulture)}";
        if (Streams(parsed.GetValue(_streams)) is { } streams)
            yield return streams;
        if (parsed.GetValue(_threads) is { } threads)
            yield return $"infer.threads={threads.ToString(CultureInfo.InvariantCulture)}";
        if (parsed.GetValue(_precision) is { } precision)
            yield return $"model.precision={ForOneDevice("-infer_precision", precision)}";
        if (parsed.GetValue(_cache) is { } cache)
            yield return $"model.cache_dir={cache}";
        if (parsed.GetValue(_pin) is { } pin)
            yield return $"{Properties}ENABLE_CPU_PINNING={(pin is "YES" or "NO" ? pin : throw new InvalidDataException($"-pin: '{pin}' is not known here; allowed: YES, NO."))}";
        if (parsed.GetValue(_mean) is { } mean)
            yield return $"preprocess.mean={WithoutInputName(mean)}";
        if (parsed.GetValue(_scale) is { } scale)
            yield return $"preprocess.scale={WithoutInputName(scale)}";
        foreach (string dimension in Shape(parsed))
            yield return dimension;
    }

    private string? Hint(ParseResult parsed) => parsed.GetValue(_hint)?.ToLowerInvariant() switch
    {
        null => null,
        "throughput" or "tput" => "THROUGHPUT",
        "latency" => "LATENCY",
        "cumulative_throughput" or "ctput" => "CUMULATIVE_THROUGHPUT",
        "none" => parsed.GetValue(_streams) is not null
            ? null
            : throw new InvalidDataException("-hint none: a hint is always given here, and only -nstreams makes it meaningless; give -nstreams too."),
        string other => throw new InvalidDataException($"-hint: '{other}' is not known; allowed: throughput (tput), latency, cumulative_throughput (ctput), none."),
    };

    private static string? Streams(string? given) => given is null ? null : ForOneDevice("-nstreams", given).ToUpperInvariant() switch
    {
        "AUTO" or "-1" => $"{Properties}NUM_STREAMS=AUTO",
        "NUMA" or "-2" => $"{Properties}NUM_STREAMS=NUMA",
        string number => $"infer.streams={number}",
    };

    private IEnumerable<string> Shape(ParseResult parsed)
    {
        int? batch = parsed.GetValue(_batch);
        if (parsed.GetValue(_shape) is { } shape)
        {
            string[] parts = WithoutInputName(shape).Trim('[', ']').Split(',', StringSplitOptions.TrimEntries);
            int[] dims = [.. parts.Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int dim) ? dim : 0)];
            if (dims.Length != 4 || dims.Contains(0))
                throw new InvalidDataException($"-shape: '{shape}' is not the shape of a picture; four numbers are needed, for example [1,3,224,224]. Dynamic dimensions are given their size here.");

            bool channelsFirst = dims[1] is 1 or 3;
            if (!channelsFirst && dims[3] is not (1 or 3))
                throw new InvalidDataException($"-shape: '{shape}' has no dimension of 1 or 3 channels in second or last place.");

            yield return string.Create(CultureInfo.InvariantCulture, $"preprocess.resize.height={dims[channelsFirst ? 2 : 1]}");
            yield return string.Create(CultureInfo.InvariantCulture, $"preprocess.resize.width={dims[channelsFirst ? 3 : 2]}");
            batch ??= dims[0];
        }

        if (batch is { } images)
            yield return string.Create(CultureInfo.InvariantCulture, $"infer.batch={images}");
    }

    private BenchmarkAppReportRequest? ReportOf(ParseResult parsed)
    {
        string? type = parsed.GetValue(_reportType);
        string? folder = parsed.GetValue(_reportFolder);
        bool json = parsed.GetValue(_jsonStatistics);
        if (type is null && (folder is not null || json))
            throw new InvalidDataException($"{(folder is not null ? "-report_folder" : "-json_stats")} says how -report_type writes; give -report_type no_counters, average_counters or detailed_counters.");

        return type switch
        {
            null => null,
            "no_counters" or "average_counters" or "detailed_counters" => new BenchmarkAppReportRequest(type, folder ?? Environment.CurrentDirectory, json),
            _ => throw new InvalidDataException($"-report_type: '{type}' is not known; allowed: no_counters, average_counters, detailed_counters."),
        };
    }

    private static IEnumerable<string> LoadConfig(string? path, string device)
    {
        if (path is null)
            yield break;

        Dictionary<string, Dictionary<string, JsonElement>> devices;
        try
        {
            devices = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, JsonElement>>>(File.ReadAllText(path)) ?? [];
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"-load_config {path}: {error.Message} Expected {{\"{device}\": {{\"NUM_STREAMS\": \"2\"}}}}.", error);
        }

        foreach ((string name, Dictionary<string, JsonElement> values) in devices)
        {
            if (!string.Equals(name, device, StringComparison.OrdinalIgnoreCase))
                throw new InvalidDataException($"-load_config {path}: it has properties of {name}, but the device is {device}.");

            foreach ((string key, JsonElement value) in values)
                yield return $"{Properties}{key}={value}";
        }
    }

    /// <summary>Takes the device's name off a value such as <c>CPU:4</c>.</summary>
    private static string ForOneDevice(string option, string value)
    {
        if (value.Contains(',', StringComparison.Ordinal))
            throw new InvalidDataException($"{option}: '{value}' names several devices; a flow runs on one.");
        return value[(value.LastIndexOf(':') + 1)..];
    }

    /// <summary>Takes the input's name off a value such as <c>images[127,127,127]</c>: a flow has one image input.</summary>
    private static string WithoutInputName(string value) => value[Math.Max(0, value.IndexOf('[', StringComparison.Ordinal))..];

    private static T? Positive<T>(string option, T? value)
        where T : struct, IComparable<T> => value is not { } given || given.CompareTo(default) > 0
            ? value
            : throw new InvalidDataException($"{option}: {string.Create(CultureInfo.InvariantCulture, $"{given}")} is not a number above 0.");

    private static Option<string?> Named(string name, string helpName, string description) => new(name) { HelpName = helpName, Description = description };
}

/// <summary>What benchmark_app's options ask for.</summary>
internal sealed record BenchmarkAppRequest
{
    public string? Model { get; init; }

    /// <summary>Values of the configuration.</summary>
    public required IReadOnlyList<string> Overrides { get; init; }

    /// <summary>Folder or file of images.</summary>
    public string? Images { get; init; }

    public bool Synchronous { get; init; }

    public long? Inferences { get; init; }

    public double? Seconds { get; init; }

    public bool InferenceOnly { get; init; }

    public bool Counters { get; init; }

    public BenchmarkAppReportRequest? Report { get; init; }

    public string? DumpTo { get; init; }
}

/// <summary>A report as benchmark_app writes it.</summary>
/// <param name="Type">no_counters, average_counters or detailed_counters.</param>
/// <param name="Folder">Where it is written.</param>
/// <param name="Json">JSON in place of CSV.</param>
internal sealed record BenchmarkAppReportRequest(string Type, string Folder, bool Json);
