using OpenVinoFlow.Pipeline.Configuration.Yaml;
using OpenVinoFlow.Preprocess;

namespace OpenVinoFlow.Pipeline.Configuration.Keys;

/// <summary>What must hold between keys and can be known without the model.</summary>
internal sealed class CrossChecks
{
    private readonly FlowOptions _options;
    private readonly Place _start;
    private readonly Binder _binder;
    private readonly ProblemList _problems;

    private CrossChecks(FlowOptions options, Place start, Binder binder, ProblemList problems)
    {
        _options = options;
        _start = start;
        _binder = binder;
        _problems = problems;
    }

    /// <summary>Reports what doesn't fit together; keys that are wrong by themselves are left alone.</summary>
    public static void Run(FlowOptions options, string sourcePath, Place start, Binder binder, ProblemList problems)
    {
        var checks = new CrossChecks(options, start, binder, problems);
        checks.CheckModel();
        checks.CheckChannels();
        checks.CheckResize();
        checks.CheckOutput();
        checks.CheckFiles(sourcePath);
    }

    private void CheckModel()
    {
        ModelOptions model = _options.Model;
        if (!IsSound("model"))
            return;

        if (model.Path.Length == 0 && model.Engine != EngineKind.Null)
            Report("model.path", "missing required key 'model.path'; it may be left out only with engine: null");

        if (model.Engine == EngineKind.OnnxRuntime && model.Path.Length > 0 && !model.Path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))
            Report("model.path", "engine: onnxruntime reads .onnx files only; choose another model, or engine: openvino");
    }

    private void CheckChannels()
    {
        PreprocessingOptions preprocess = _options.Preprocess;
        bool isGray = preprocess.Color == ColorOrder.Gray;
        string allowed = isGray ? "one, since color is gray" : "one for all channels, or three";
        Check("preprocess.mean", preprocess.Mean.Count);
        Check("preprocess.scale", preprocess.Scale.Count);

        void Check(string key, int count)
        {
            if (count != 1 && !(count == 3 && !isGray) && IsSound(key, "preprocess.color"))
                Report(key, $"{key} has {count} values; allowed: {allowed}");
        }
    }

    private void CheckResize()
    {
        const string Mode = "preprocess.resize.mode";
        const string Key = "preprocess.resize.shorter_side";
        const string RegionKey = "preprocess.resize.region";
        ResizeOptions resize = _options.Preprocess.Resize;
        OnlyWith(Mode, resize.Mode == ResizeMode.Letterbox, "letterbox", "preprocess.resize.center", "preprocess.resize.upscale");
        OnlyWith(Mode, resize.Mode is ResizeMode.Letterbox or ResizeMode.CenterCrop, "letterbox or center_crop", "preprocess.resize.pad_value");
        OnlyWith(Mode, resize.Mode == ResizeMode.ShorterSideCrop, "shorter_side_crop", Key);
        OnlyWith(Mode, resize.Mode == ResizeMode.FixedRegion, "fixed_region", RegionKey);

        if (resize.Mode == ResizeMode.FixedRegion && resize.Region is not { Width: > 0, Height: > 0 } && IsSound("preprocess.resize"))
            Report(RegionKey, $"{Mode}: fixed_region needs {RegionKey}: four whole numbers [x, y, width, height], width and height of at least 1");

        if (resize is { Mode: ResizeMode.ShorterSideCrop, ShorterSide: { } side } && IsSound("preprocess.resize"))
        {
            int target = Math.Max(resize.Width ?? 0, resize.Height ?? 0);
            if (side < target)
                Report(Key, $"{Key} is {side}, less than the {target} pixels to be cut out of it");
        }
    }

    private void CheckOutput() =>
        OnlyWith("output.order", _options.Output.Order == OrderKind.Input, "input", "output.order_window");

    /// <summary>Every file that is written is written by one, and none of them is read.</summary>
    private void CheckFiles(string sourcePath)
    {
        var files = new Dictionary<string, string>();
        foreach ((string key, string? path) in ReadFiles(sourcePath))
        {
            if (!string.IsNullOrEmpty(path))
                files.TryAdd(path, key);
        }

        foreach ((string key, string? path) in WrittenFiles())
        {
            if (string.IsNullOrEmpty(path) || !IsSound(key))
                continue;

            if (!files.TryAdd(path, key))
                Report(key, $"{key} names the same file as {files[path]}; give each its own");
        }
    }

    private IEnumerable<(string Key, string? Path)> ReadFiles(string sourcePath)
    {
        SourceOptions source = _options.Source;
        yield return ("the configuration itself", sourcePath);
        yield return ("model.path", _options.Model.Path);
        yield return ("source.images.path", source.Images?.Path);
        yield return ("source.list.path", source.List?.Path);
        yield return ("source.tar.path", source.Tar?.Path);
        yield return ("source.zip.path", source.Zip?.Path);

        for (int i = 0; i < _options.Sinks.Count; i++)
        {
            yield return _options.Sinks[i] switch
            {
                JsonlSinkOptions jsonl => ($"sinks[{i}].jsonl.labels", jsonl.Labels),
                ParquetSinkOptions parquet => ($"sinks[{i}].parquet.labels", parquet.Labels),
                SqliteSinkOptions sqlite => ($"sinks[{i}].sqlite.labels", sqlite.Labels),
                _ => ("", null),
            };
        }
    }

    private IEnumerable<(string Key, string? Path)> WrittenFiles()
    {
        for (int i = 0; i < _options.Sinks.Count; i++)
        {
            yield return _options.Sinks[i] switch
            {
                JsonlSinkOptions jsonl => ($"sinks[{i}].jsonl.path", jsonl.Path),
                NpySinkOptions npy => ($"sinks[{i}].npy.path", npy.Path),
                ParquetSinkOptions parquet => ($"sinks[{i}].parquet.path", parquet.Path),
                SqliteSinkOptions sqlite => ($"sinks[{i}].sqlite.path", sqlite.Path),
                _ => ("", null),
            };
        }

        yield return ("errors.quarantine", _options.Errors.Quarantine);
        yield return ("report.json", _options.Report.Json);
    }

    /// <summary>
    /// Keys that mean something with one value of another key only. Where a later layer chose the other value (<c>--set …mode=stretch</c>), what
    /// the file says for the first one simply doesn't apply.
    /// </summary>
    private void OnlyWith(string decider, bool applies, string value, params ReadOnlySpan<string> keys)
    {
        if (applies || !IsSound(decider))
            return;

        ConfigurationOriginKind chosenBy = _binder.PlaceOf(decider)?.Layer.Kind ?? ConfigurationOriginKind.Default;
        foreach (string key in keys)
        {
            if (_binder.PlaceOf(key) is { } place && place.Layer.Kind >= chosenBy)
                Report(key, $"{key} applies only with {decider}: {value}");
            else
                _binder.MarkIdle(key, $"{decider}: {value}");
        }
    }

    private bool IsSound(params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
        {
            if (_problems.Concern(key))
                return false;
        }

        return true;
    }

    /// <summary>At the key, or at the nearest section around it that was given.</summary>
    private void Report(string key, string message)
    {
        Place? place = _binder.PlaceOf(key);
        for (int dot = key.LastIndexOf('.'); place is null && dot > 0; dot = key.LastIndexOf('.', dot - 1))
            place = _binder.PlaceOf(key[..dot]);

        _problems.Add(place ?? _start, key, message);
    }
}
