using OpenVinoFlow.Preprocess;
using static OpenVinoFlow.Pipeline.Configuration.Keys.KeyTraits;

namespace OpenVinoFlow.Pipeline.Configuration.Keys;

/// <summary>
/// The table of all keys: names, types, ranges, words, defaults (what a new options record holds) and meanings. Reading, checking, the
/// fingerprint, the JSON schema and the reference in docs/configuration.md all come from here.
/// </summary>
internal static class ConfigurationKeys
{
    private const int MaxSide = 65_535;
    private const string LabelsSummary = "Text file with one class name a line, in the order of the network's classes; without it only numbers are written.";
    private const string OutputSummary = "Which output is ranked; `auto` takes the first.";

    private static BooleanSyntax Boolean { get; } = new();
    private static PathSyntax FilePath { get; } = new("the path of a file");
    private static PathSyntax FolderPath { get; } = new("the path of a folder");
    private static NumberSyntax ChannelScale { get; } = NumberSyntax.AboveZeroUpTo(1e6f);
    private static NumberSyntax ChannelMean { get; } = NumberSyntax.Within(1e6f);

    private static Section<ModelOptions> Model { get; } = new Section<ModelOptions>(new ModelOptions { Path = "" })
        .Value("path", new PathSyntax("the path of a file", mayBeEmpty: true), o => o.Path, (o, v) => o with { Path = v },
            "Model file: OpenVINO IR (`.xml`), ONNX or TFLite. Required, except with `engine: null`.")
        .Value("engine", new WordSyntax<EngineKind>(
                new("auto", EngineKind.Auto, "OpenVINO when its runtime is found, otherwise ONNX Runtime"),
                new("openvino", EngineKind.OpenVino, "OpenVINO"),
                new("onnxruntime", EngineKind.OnnxRuntime, "ONNX Runtime; `.onnx` files only"),
                new("null", EngineKind.Null, "completes at once without computing, to measure the pipeline itself")),
            o => o.Engine, (o, v) => o with { Engine = v }, "The engine that runs the network.", ShapesResults)
        .Value("device", new TextSyntax("the name of a device, such as CPU"), o => o.Device, (o, v) => o with { Device = v },
            "Device, as the engine names it.", ShapesResults)
        .Value("precision", new WordSyntax<PrecisionKind>(
                new("auto", PrecisionKind.Auto, "bf16 where the processor is faster with it than with f32, otherwise f32"),
                new("device", PrecisionKind.Device, "the device's own default"),
                new("f32", PrecisionKind.F32, "32-bit floating point"),
                new("bf16", PrecisionKind.Bf16, "bfloat16"),
                new("f16", PrecisionKind.F16, "16-bit floating point")),
            o => o.Precision, (o, v) => o with { Precision = v }, "Arithmetic inside the network.", ShapesResults)
        .Value("runtime", Optional(FolderPath, "auto"), o => o.Runtime, (o, v) => o with { Runtime = v },
            "Folder of the engine's native libraries; `auto` searches the usual places.")
        .Value("cache_dir", Optional(FolderPath), o => o.CacheDirectory, (o, v) => o with { CacheDirectory = v },
            "Folder for compiled models, so that a second start needs no compilation.")
        .Map("properties", new TextSyntax("a value", mayBeEmpty: true), o => o.Properties, (o, v) => o with { Properties = v },
            "Passed to the device as they are, such as `ENABLE_CPU_PINNING: NO`; they win over what the flow derives.", ShapesResults);

    private static Section<ImageFolderOptions> Images { get; } = new Section<ImageFolderOptions>(new ImageFolderOptions { Path = "" }, shorthand: "path")
        .Value("path", new PathSyntax("the path of a folder or of one file"), o => o.Path, (o, v) => o with { Path = v },
            "The folder, or one single file.", Required | ShapesResults)
        .Value("pattern", new TextSyntax("a glob such as '**/*.jpg'", GlobFault), o => o.Pattern, (o, v) => o with { Pattern = v },
            "Which files: a glob relative to `path`; `**` crosses folders.", ShapesResults)
        .Value("recursive", Boolean, o => o.Recursive, (o, v) => o with { Recursive = v }, "Whether folders inside are entered.", ShapesResults)
        .Value("allow_outside", Boolean, o => o.AllowOutside, (o, v) => o with { AllowOutside = v },
            "Whether links that leave `path` are followed; otherwise what they name is refused.", ShapesResults)
        .Value("repeat", new IntegerSyntax<int>(1, 1_000_000), o => o.Repeat, (o, v) => o with { Repeat = v },
            "How often the whole folder is read, for measurements; ids of later rounds end with `#2`, `#3` and so on.", ShapesResults);

    private static Section<ListSourceOptions> FileList { get; } = new Section<ListSourceOptions>(new ListSourceOptions { Path = "" }, shorthand: "path")
        .Value("path", new PathSyntax("the path of a text file, or - for standard input", standardInput: true), o => o.Path, (o, v) => o with { Path = v },
            "Text file with one path a line; `-` reads standard input. A relative path starts from the list's folder, or from the current one.", Required | ShapesResults);

    private static Section<ArchiveSourceOptions> Archive { get; } = new Section<ArchiveSourceOptions>(new ArchiveSourceOptions { Path = "" }, shorthand: "path")
        .Value("path", FilePath, o => o.Path, (o, v) => o with { Path = v }, "The archive.", Required | ShapesResults)
        .Value("pattern", new TextSyntax("a glob such as '**/*.jpg'", GlobFault), o => o.Pattern, (o, v) => o with { Pattern = v },
            "Which entries: a glob for their names; `**` crosses folders.", ShapesResults)
        .Value("allow_outside", Boolean, o => o.AllowOutside, (o, v) => o with { AllowOutside = v },
            "Whether entries are read whose names are absolute or climb out with `..`; otherwise they are refused. Nothing is unpacked either way.", ShapesResults)
        .Value("max_entries", new IntegerSyntax<int>(1, 1_000_000_000), o => o.MaxEntries, (o, v) => o with { MaxEntries = v },
            "Most entries, folders and links included; an archive with more is not read further.", ShapesResults)
        .Value("max_entry_bytes", new SizeSyntax(2047L << 20), o => o.MaxEntryBytes, (o, v) => o with { MaxEntryBytes = v },
            "A larger entry is refused before it is read.", ShapesResults)
        .Value("max_ratio", new IntegerSyntax<int>(1, 1_000_000), o => o.MaxRatio, (o, v) => o with { MaxRatio = v },
            "How many times larger than packed an entry of a zip archive, or a compressed tar archive as a whole, may be; the first MiB is not judged.", ShapesResults)
        .Value("max_total_bytes", Optional(new SizeSyntax(1L << 50), "unlimited"), o => o.MaxTotalBytes, (o, v) => o with { MaxTotalBytes = v },
            "Most bytes of all entries that are read, unpacked; an archive with more is not read further.", ShapesResults);

    private static Section<SyntheticSourceOptions> Synthetic { get; } = new Section<SyntheticSourceOptions>(new SyntheticSourceOptions { Count = 0 }, shorthand: "count")
        .Value("count", new IntegerSyntax<long>(1, 1_000_000_000_000), o => o.Count, (o, v) => o with { Count = v },
            "How many.", Required | ShapesResults);

    private static Section<SourceOptions> Source { get; } = new Section<SourceOptions>(new SourceOptions(), isChoice: true)
        .Inner("images", Images, o => o.Images, (o, v) => o with { Images = v }, "Files of a folder.")
        .Inner("list", FileList, o => o.List, (o, v) => o with { List = v }, "Files named by a text file or by standard input.")
        .Inner("tar", Archive, o => o.Tar, (o, v) => o with { Tar = v }, "Files of a tar archive, gzip-compressed or not, read as a stream.")
        .Inner("zip", Archive, o => o.Zip, (o, v) => o with { Zip = v }, "Files of a zip archive, read without unpacking it.")
        .Inner("synthetic", Synthetic, o => o.Synthetic, (o, v) => o with { Synthetic = v },
            "Empty items that are neither read nor decoded, to measure the pipeline itself.");

    private static Section<ResizeOptions> Resize { get; } = new Section<ResizeOptions>(new ResizeOptions())
        .Value("mode", new WordSyntax<ResizeMode>(
                new("stretch", ResizeMode.Stretch, "to the target size, whatever the aspect ratio"),
                new("letterbox", ResizeMode.Letterbox, "as large as fits, the rest padded"),
                new("shorter_side_crop", ResizeMode.ShorterSideCrop, "shorter side to `shorter_side`, then the centre is cut out: torchvision's Resize and CenterCrop"),
                new("center_crop", ResizeMode.CenterCrop, "the centre is cut out at its original scale; a smaller picture is padded: torchvision's CenterCrop"),
                new("fixed_region", ResizeMode.FixedRegion, "`region` is cut out, then stretched to the target size")),
            o => o.Mode, (o, v) => o with { Mode = v }, "How the picture is fitted.", ShapesResults)
        .Value("algorithm", new WordSyntax<ResizeAlgorithm>(
                new("opencv_nearest", ResizeAlgorithm.OpencvNearest, "OpenCV's INTER_NEAREST"),
                new("opencv_linear", ResizeAlgorithm.OpencvLinear, "OpenCV's INTER_LINEAR"),
                new("opencv_cubic", ResizeAlgorithm.OpencvCubic, "OpenCV's INTER_CUBIC"),
                new("opencv_area", ResizeAlgorithm.OpencvArea, "OpenCV's INTER_AREA"),
                new("pillow_box", ResizeAlgorithm.PillowBox, "Pillow's BOX"),
                new("pillow_bilinear", ResizeAlgorithm.PillowBilinear, "Pillow's BILINEAR"),
                new("pillow_bicubic", ResizeAlgorithm.PillowBicubic, "Pillow's BICUBIC"),
                new("pillow_lanczos", ResizeAlgorithm.PillowLanczos, "Pillow's LANCZOS")),
            o => o.Algorithm, (o, v) => o with { Algorithm = v }, "Whose resampling is reproduced.", ShapesResults)
        .Value("width", Optional(new IntegerSyntax<int>(1, MaxSide), "auto"), o => o.Width, (o, v) => o with { Width = v },
            "Width of the network's input in pixels; `auto` takes the model's, needed where the model's is dynamic.", ShapesResults)
        .Value("height", Optional(new IntegerSyntax<int>(1, MaxSide), "auto"), o => o.Height, (o, v) => o with { Height = v },
            "Height of the network's input in pixels; `auto` takes the model's, needed where the model's is dynamic.", ShapesResults)
        .Value("shorter_side", Optional(new IntegerSyntax<int>(1, MaxSide), "auto"), o => o.ShorterSide, (o, v) => o with { ShorterSide = v },
            "With `shorter_side_crop`: length of the shorter side before the cut; `auto` takes the shorter side of the target.", ShapesResults)
        .Value("region", new ListSyntax<int>(new IntegerSyntax<int>(0, MaxSide), "a list of four whole numbers: x, y, width, height", 4, 4, mayBeEmpty: true),
            o => o.Region is { } r ? [r.X, r.Y, r.Width, r.Height] : [], (o, v) => o with { Region = v is [int x, int y, int w, int h] ? new PixelRegion(x, y, w, h) : null },
            "With `fixed_region`: the rectangle that is cut out, `[x, y, width, height]` in pixels of the original picture as it is seen.", ShapesResults)
        .Value("pad_value", new IntegerSyntax<byte>(0, 255), o => o.PadValue, (o, v) => o with { PadValue = v },
            "With `letterbox` and `center_crop`: value of the padding.", ShapesResults)
        .Value("center", Boolean, o => o.Center, (o, v) => o with { Center = v },
            "With `letterbox`: whether the picture is centred; otherwise it lies at the top left.", ShapesResults)
        .Value("upscale", Boolean, o => o.Upscale, (o, v) => o with { Upscale = v },
            "With `letterbox`: whether a picture smaller than the target is enlarged.", ShapesResults);

    private static Section<PreprocessingOptions> Preprocess { get; } = new Section<PreprocessingOptions>(new PreprocessingOptions())
        .Value("decoder", new WordSyntax<DecoderPreference>(
                new("auto", DecoderPreference.Auto, "libturbojpeg where it is found, otherwise SkiaSharp"),
                new("turbojpeg", DecoderPreference.Turbojpeg, "libturbojpeg"),
                new("skia", DecoderPreference.Skia, "SkiaSharp")),
            o => o.Decoder, (o, v) => o with { Decoder = v }, "Which decoder reads JPEG files; other formats always go to SkiaSharp.", ShapesResults)
        .Value("decode_scale", new WordSyntax<DecodeScale>(
                new("auto", DecodeScale.Auto, "at the fraction that is fastest and still at least as large as the resize needs"),
                new("off", DecodeScale.Off, "always at full size: the same pixels as the Python reference")),
            o => o.DecodeScale, (o, v) => o with { DecodeScale = v }, "Whether a JPEG may be decoded at a fraction of its size.", ShapesResults)
        .Inner("resize", Resize, o => o.Resize, (o, v) => o with { Resize = v }, "How the picture is fitted into the network's input.")
        .Value("color", new WordSyntax<ColorOrder>(
                new("rgb", ColorOrder.Rgb, "red, green, blue"),
                new("bgr", ColorOrder.Bgr, "blue, green, red"),
                new("gray", ColorOrder.Gray, "one channel of luminance")),
            o => o.Color, (o, v) => o with { Color = v }, "Order of the channels the network expects.", ShapesResults)
        .Value("mean", new ListSyntax<float>(ChannelMean, $"one number or a list of three, each {ChannelMean.Allowed}", 1, 3), o => o.Mean, (o, v) => o with { Mean = v },
            "Subtracted from each channel, in units of 0 to 255.", ShapesResults)
        .Value("scale", new ListSyntax<float>(ChannelScale, $"one number or a list of three, each {ChannelScale.Allowed}", 1, 3), o => o.Scale, (o, v) => o with { Scale = v },
            "Divides each channel after the mean is subtracted.", ShapesResults)
        .Value("background", new ListSyntax<byte>(new IntegerSyntax<byte>(0, 255), "a list of three whole numbers from 0 to 255: red, green, blue; or []", 3, 3, mayBeEmpty: true),
            o => o.Background, (o, v) => o with { Background = v },
            "Colour behind transparent pixels: red, green, blue. `[]` drops the alpha channel and keeps the colours below it, as OpenCV and Pillow do.", ShapesResults)
        .Value("apply_exif_orientation", Boolean, o => o.ApplyExifOrientation, (o, v) => o with { ApplyExifOrientation = v },
            "Whether a photo is turned as its EXIF data says.", ShapesResults)
        .Value("max_pixels", new IntegerSyntax<long>(1, 10_000_000_000), o => o.MaxPixels, (o, v) => o with { MaxPixels = v },
            "A picture with more pixels (width times height in its header) is refused before anything is allocated.", ShapesResults)
        .Value("max_file_bytes", new SizeSyntax(2047L << 20), o => o.MaxFileBytes, (o, v) => o with { MaxFileBytes = v },
            "A larger file is refused before it is read.", ShapesResults)
        .Value("tolerate_warnings", Boolean, o => o.TolerateWarnings, (o, v) => o with { TolerateWarnings = v },
            "Whether a picture whose decoder warned (premature end, corrupt data) still counts as decoded.", ShapesResults);

    private static Section<InferOptions> Infer { get; } = new Section<InferOptions>(new InferOptions())
        .Value("mode", new WordSyntax<InferModeKind>(
                new("async", InferModeKind.Async, "started by the dispatcher, completed by a callback"),
                new("sync", InferModeKind.Sync, "the calling thread waits; can be faster with large batches on few cores")),
            o => o.Mode, (o, v) => o with { Mode = v }, "How an inference is started.")
        .Value("requests", Optional(new IntegerSyntax<int>(1, 1024), "auto"), o => o.Requests, (o, v) => o with { Requests = v },
            "Number of infer requests; `auto` asks the engine.")
        .Value("streams", Optional(new IntegerSyntax<int>(1, 1024), "auto"), o => o.Streams, (o, v) => o with { Streams = v },
            "Number of parallel execution streams of the device; `auto` asks the engine.")
        .Value("threads", Optional(new IntegerSyntax<int>(1, 4096), "auto"), o => o.Threads, (o, v) => o with { Threads = v },
            "Threads the engine may use in all; `auto` takes the processors this process may use (affinity and cgroup quota).")
        .Value("batch", new IntegerSyntax<int>(1, 4096), o => o.Batch, (o, v) => o with { Batch = v }, "Images in one inference.")
        .Value("batch_timeout", new DurationSyntax(TimeSpan.FromHours(1)), o => o.BatchTimeout, (o, v) => o with { BatchTimeout = v },
            "How long an incomplete batch may wait for more images.")
        .Value("timeout", Optional(new DurationSyntax(TimeSpan.FromHours(24)), "unlimited"), o => o.Timeout, (o, v) => o with { Timeout = v },
            "An inference that takes longer is cancelled and its images fail; a request that does not even end then is replaced.")
        .Value("scheduling", new WordSyntax<SchedulingKind>(
                new("first_idle", SchedulingKind.FirstIdle, "the one that has been idle longest; never waits while any is idle"),
                new("round_robin", SchedulingKind.RoundRobin, "strictly one after another; waits for a slow one")),
            o => o.Scheduling, (o, v) => o with { Scheduling = v }, "Which idle infer request takes the next batch.");

    private static Section<WorkerOptions> Workers { get; } = new Section<WorkerOptions>(new WorkerOptions())
        .Value("decode", Optional(new IntegerSyntax<int>(1, 1024), "auto"), o => o.Decode, (o, v) => o with { Decode = v },
            "Threads that decode and preprocess; `auto` decides from the processors.")
        .Value("read", Optional(new IntegerSyntax<int>(1, 1024), "auto"), o => o.Read, (o, v) => o with { Read = v },
            "Threads that read files ahead; `auto` decides from the processors.");

    private static TextSyntax OutputName { get; } = new("the name of an output of the network");
    private static ListSyntax<string> OutputNames { get; } = new(OutputName, "a list of names of outputs of the network", 0, 256);
    private static IntegerSyntax<int> TopK { get; } = new(0, 10_000);

    private static Section<JsonlSinkOptions> Jsonl { get; } = new Section<JsonlSinkOptions>(new JsonlSinkOptions { Path = "" }, shorthand: "path")
        .Value("path", FilePath, o => o.Path, (o, v) => o with { Path = v }, "The file; its folder is made when it is missing.", Required)
        .Value("top_k", TopK, o => o.TopK, (o, v) => o with { TopK = v },
            "How many of the highest scores each line carries; 0 writes none.", ShapesResults)
        .Value("labels", Optional(FilePath), o => o.Labels, (o, v) => o with { Labels = v },
            LabelsSummary, ShapesResults)
        .Value("output", Optional(OutputName, "auto"), o => o.Output, (o, v) => o with { Output = v },
            OutputSummary, ShapesResults)
        .Value("times", Boolean, o => o.Times, (o, v) => o with { Times = v },
            "Whether each line carries the milliseconds of each stage; without them two runs write the same lines.");

    private static Section<NpySinkOptions> Npy { get; } = new Section<NpySinkOptions>(new NpySinkOptions { Path = "" }, shorthand: "path")
        .Value("path", FolderPath, o => o.Path, (o, v) => o with { Path = v }, "The folder; made when it is missing.", Required)
        .Value("outputs", OutputNames, o => o.Outputs, (o, v) => o with { Outputs = v },
            "Names of the outputs to write; an empty list writes all.", ShapesResults);

    private static Section<ParquetSinkOptions> Parquet { get; } = Table(new ParquetSinkOptions { Path = "" }, "The file", "a list of numbers each");

    private static Section<SqliteSinkOptions> Sqlite { get; } = Table(new SqliteSinkOptions { Path = "" }, "The database", "as bytes");

    private static Section<SinkOptions> Sink { get; } = new Section<SinkOptions>(null!, isChoice: true)
        .Inner("jsonl", Jsonl, o => o as JsonlSinkOptions, (_, v) => v, "One JSON object a line.")
        .Inner("npy", Npy, o => o as NpySinkOptions, (_, v) => v, "Raw outputs in NumPy's format: one file an output, and an index of ids.")
        .Inner("parquet", Parquet, o => o as ParquetSinkOptions, (_, v) => v, "A Parquet file with a row for each input.")
        .Inner("sqlite", Sqlite, o => o as SqliteSinkOptions, (_, v) => v, "An SQLite database with a row for each input.");

    private static Section<OutputOptions> Output { get; } = new Section<OutputOptions>(new OutputOptions())
        .Value("order", new WordSyntax<OrderKind>(
                new("completion", OrderKind.Completion, "as they complete"),
                new("input", OrderKind.Input, "as the source gave them")),
            o => o.Order, (o, v) => o with { Order = v }, "Order of the results.")
        .Value("order_window", Optional(new IntegerSyntax<int>(1, 1_000_000), "auto"), o => o.OrderWindow, (o, v) => o with { OrderWindow = v },
            "With `order: input`: how many results may wait for an earlier one before the source is held back; `auto` decides from requests and batches.");

    private static Section<ErrorOptions> Errors { get; } = new Section<ErrorOptions>(new ErrorOptions())
        .Value("max_failures", Optional(new IntegerSyntax<long>(0, 1_000_000_000_000), "unlimited"), o => o.MaxFailures, (o, v) => o with { MaxFailures = v },
            "The run ends with exit code 3 when more inputs than this have failed.")
        .Value("max_failure_rate", Optional(new ShareSyntax(), "unlimited"), o => o.MaxFailureRate, (o, v) => o with { MaxFailureRate = v },
            "The run ends with exit code 3 when a larger share of the inputs than this has failed.")
        .Value("min_inputs", new IntegerSyntax<int>(1, 1_000_000_000), o => o.MinInputs, (o, v) => o with { MinInputs = v },
            "How many inputs must have been seen before `max_failure_rate` can end a run early.")
        .Value("quarantine", Optional(FilePath), o => o.Quarantine, (o, v) => o with { Quarantine = v },
            "JSONL file that gets one line for each failed input; `ovflow retry` runs them again.")
        .Value("read_retries", new IntegerSyntax<int>(0, 100), o => o.ReadRetries, (o, v) => o with { ReadRetries = v },
            "How often a file is read again after an error that may pass, such as a network's; 0 never.")
        .Value("read_backoff", new DurationSyntax(TimeSpan.FromSeconds(30)), o => o.ReadBackoff, (o, v) => o with { ReadBackoff = v },
            "The pause before a file is read again; it doubles each time, up to 30 s.");

    private static Section<ReportOptions> Report { get; } = new Section<ReportOptions>(new ReportOptions())
        .Value("json", Optional(FilePath), o => o.Json, (o, v) => o with { Json = v }, "JSON file with the figures of the run.")
        .Value("per_layer", Boolean, o => o.PerLayer, (o, v) => o with { PerLayer = v },
            "Whether per-layer latencies are collected; slows small models, and figures are marked as profiled.");

    private static Section<RunOptions> Run { get; } = new Section<RunOptions>(new RunOptions())
        .Value("drain_timeout", new DurationSyntax(TimeSpan.FromHours(24)), o => o.DrainTimeout, (o, v) => o with { DrainTimeout = v },
            "How long a cancelled run may take to finish what has been started; what is left then counts as cancelled.")
        .Value("stall_report", new DurationSyntax(TimeSpan.FromHours(24)), o => o.StallReport, (o, v) => o with { StallReport = v },
            "After this long without any image finished, the run says what everything waits for, and goes on.")
        .Value("stall_timeout", Optional(new DurationSyntax(TimeSpan.FromDays(7)), "unlimited"), o => o.StallTimeout, (o, v) => o with { StallTimeout = v },
            "After this long without any image finished, the run is given up.")
        .Value("resumable", Boolean, o => o.Resumable, (o, v) => o with { Resumable = v },
            "Whether a journal beside the first sink's output says what is done, so that `--resume` can continue a run that was cut off.")
        .Value("commit_interval", new DurationSyntax(TimeSpan.FromHours(1)), o => o.CommitInterval, (o, v) => o with { CommitInterval = v },
            "How often results are brought to disk and committed to the journal: what is lost at most when the power fails.");

    /// <summary>Everything.</summary>
    public static Section<FlowOptions> Root { get; } = new Section<FlowOptions>(new FlowOptions { Model = new ModelOptions { Path = "" }, Source = new SourceOptions() })
        .Value("api_version", new TextSyntax("'ovflow/v1'", version => version == "ovflow/v1" ? null : "this release reads no other"),
            o => o.ApiVersion, (o, v) => o with { ApiVersion = v }, "The configuration language and its version: `ovflow/v1`.", ShapesResults)
        .Value("name", new TextSyntax("a text on one line"), o => o.Name, (o, v) => o with { Name = v }, "Name of the flow, used in reports.")
        .Inner("model", Model, o => o.Model, (o, v) => o with { Model = v }, "The network and the engine that runs it.", Required)
        .Inner("source", Source, o => o.Source, (o, v) => o with { Source = v }, "Where the inputs come from; exactly one kind. `run` needs it; a program that embeds the library may give the images itself.")
        .Inner("preprocess", Preprocess, o => o.Preprocess, (o, v) => o with { Preprocess = v }, "From encoded bytes to the network's input.")
        .Inner("infer", Infer, o => o.Infer, (o, v) => o with { Infer = v }, "Requests, streams, batches.")
        .Inner("workers", Workers, o => o.Workers, (o, v) => o with { Workers = v }, "Threads outside the inference engine.")
        .List("sinks", Sink, o => o.Sinks, (o, v) => o with { Sinks = v }, max: 64, "Where results go; each item is exactly one kind. `run` needs at least one.")
        .Inner("output", Output, o => o.Output, (o, v) => o with { Output = v }, "Order of the results.")
        .Inner("errors", Errors, o => o.Errors, (o, v) => o with { Errors = v }, "What happens to inputs that fail, and how many may.")
        .Inner("report", Report, o => o.Report, (o, v) => o with { Report = v }, "The report written at the end.")
        .Inner("run", Run, o => o.Run, (o, v) => o with { Run = v }, "How a run ends, and how it can be continued.")
        .Profiles();

    private static Section<T> Table<T>(T seed, string file, string rawValues)
        where T : TableSinkOptions => new Section<T>(seed, shorthand: "path")
        .Value("path", FilePath, o => o.Path, (o, v) => (T)((TableSinkOptions)o with { Path = v }), $"{file}; its folder is made when it is missing.", Required)
        .Value("top_k", TopK, o => o.TopK, (o, v) => (T)((TableSinkOptions)o with { TopK = v }),
            "How many of the highest scores each row carries; 0 writes none.", ShapesResults)
        .Value("labels", Optional(FilePath), o => o.Labels, (o, v) => (T)((TableSinkOptions)o with { Labels = v }), LabelsSummary, ShapesResults)
        .Value("output", Optional(OutputName, "auto"), o => o.Output, (o, v) => (T)((TableSinkOptions)o with { Output = v }), OutputSummary, ShapesResults)
        .Value("outputs", OutputNames, o => o.Outputs, (o, v) => (T)((TableSinkOptions)o with { Outputs = v }),
            $"Names of the outputs whose raw values each row carries, {rawValues}; an empty list writes none.", ShapesResults);

    private static OptionalSyntax<T, T?> Optional<T>(ScalarSyntax<T> inner, string word) where T : struct => new(inner, word);

    private static OptionalSyntax<string, string> Optional(ScalarSyntax<string> inner, string word = OptionalSyntax<string, string>.Nothing) => new(inner, word);

    private static string? GlobFault(string pattern) =>
        pattern.StartsWith('/') ? "it must be relative to 'path'"
        : pattern.Split('/').Contains("..") ? "'..' would leave the folder"
        : null;
}
