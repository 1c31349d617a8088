using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.OnnxRuntime;

/// <summary>
/// One session, shared by all slots, and the streams that run their inferences. The session's own threads are divided among the streams, so that
/// with as many streams as processors an inference runs on its stream's thread alone.
/// </summary>
internal sealed class OnnxCompiledModel : ICompiledModel
{
    private readonly SessionOptions _options;
    private readonly InferenceSession _session;
    private readonly OnnxStreams _streams;
    private readonly OrtMemoryInfo _memory = OrtMemoryInfo.DefaultInstance;
    private readonly string _inputName;
    private readonly long[] _inputDims;
    private readonly DataType _inputType;
    private readonly bool _profiled;
    private IReadOnlyList<LayerTime>? _layers;

    public OnnxCompiledModel(CompileSpec spec)
    {
        Batch = spec.Batch;
        _inputType = spec.Model.Inputs[spec.Image.Index].Type;
        if (_inputType is not (DataType.F32 or DataType.F16 or DataType.U8))
            throw new InferenceException($"The model's input {spec.Model.Inputs[spec.Image.Index]} takes no pictures: its type is {_inputType.Text()}, not f32, f16 or u8.");

        int streams = spec.Streams ?? Math.Min(spec.Requests ?? spec.Threads, spec.Threads);
        int threadsPerStream = Math.Max(1, spec.Threads / streams);
        OptimalRequests = streams + 1;

        _options = new SessionOptions
        {
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            IntraOpNumThreads = threadsPerStream,
            InterOpNumThreads = 1,
        };
        foreach ((string key, string value) in spec.Properties)
            _options.AddSessionConfigEntry(key, value);

        _profiled = spec.Profile;
        if (_profiled)
        {
            _options.ProfileOutputPathPrefix = Path.Combine(Path.GetTempPath(), $"ovflow-{Guid.NewGuid():N}");
            _options.EnableProfiling = true;
        }

        _inputDims = spec.Image.Dims(spec.Batch);
        _inputName = spec.Model.Inputs[spec.Image.Index].Name;
        FixDynamicDimensions(spec);

        _session = OnnxRuntimeEngine.Open(spec.ModelPath, _options);
        Outputs = OnnxRuntimeEngine.Describe(_session).Outputs;
        if (Outputs.FirstOrDefault(output => output.Type == DataType.Unknown) is { } unusable)
            throw new InferenceException($"The model's output {unusable.Name} is not a tensor of numbers.");

        Input = new InputFormat(
            _inputType, spec.Image.Layout, spec.Image.Channels, spec.Image.Height, spec.Image.Width, NormalizeOnHost: _inputType != DataType.U8);
        Settings = new Dictionary<string, string>
        {
            ["streams"] = streams.ToString(CultureInfo.InvariantCulture),
            ["threads_per_stream"] = threadsPerStream.ToString(CultureInfo.InvariantCulture),
        };
        _streams = new OnnxStreams(streams);
    }

    public InputFormat Input { get; }

    public int Batch { get; }

    public IReadOnlyList<TensorDescription> Outputs { get; }

    /// <summary>One more than there are streams, so that a stream finds its next inference queued while the last one is collected.</summary>
    public int OptimalRequests { get; }

    public IReadOnlyDictionary<string, string> Settings { get; }

    public InferBuffers CreateBuffers() => new OnnxBuffers(this, _session, _memory, _inputName, _inputType, _inputDims);

    public IInferSlot CreateSlot(int index, CompletionChannel completions) => new OnnxSlot(index, _session, _streams, completions);

    /// <summary>Of all slots together: one session runs them. The first call ends the session's profiling.</summary>
    public IReadOnlyList<LayerTime> ReadLayerTimes(IReadOnlyList<IInferSlot> slots) => _profiled ? _layers ??= EndProfiling() : [];

    public void Dispose()
    {
        _streams.Dispose();
        if (_profiled && _layers is null)
            File.Delete(_session.EndProfiling());
        _session.Dispose();
        _options.Dispose();
    }

    private IReadOnlyList<LayerTime> EndProfiling()
    {
        string file = _session.EndProfiling();
        try
        {
            return OnnxProfile.Read(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Gives named free dimensions of the input their values, so that ONNX Runtime can tell the outputs' shapes beforehand.</summary>
    private void FixDynamicDimensions(CompileSpec spec)
    {
        using var probe = new SessionOptions
        {
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL,
            IntraOpNumThreads = 1,
        };
        using InferenceSession session = OnnxRuntimeEngine.Open(spec.ModelPath, probe);

        string[] names = session.InputMetadata[_inputName].SymbolicDimensions;
        for (int i = 0; i < names.Length; i++)
        {
            if (names[i].Length > 0)
                _options.AddFreeDimensionOverrideByName(names[i], _inputDims[i]);
        }
    }
}
