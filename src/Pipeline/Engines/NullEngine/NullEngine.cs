namespace OpenVinoFlow.Pipeline.Engines.NullEngine;

/// <summary>
/// An engine that completes every inference at once and computes nothing: what is left is the cost of the pipeline. It reads no model; its
/// input is 3 channels of the size that is asked for (224 by 224 otherwise), its output <c>output</c> f32 [batch,10], all zero.
/// </summary>
public sealed class NullEngine : IInferenceEngine
{
    private const int DefaultSize = 224;
    private const int Classes = 10;

    /// <inheritdoc/>
    public string Name => "null";

    /// <inheritdoc/>
    public string Version => "1";

    /// <inheritdoc/>
    public ModelDescription Describe(string modelPath) => new(
        "null",
        [new TensorDescription("input", DataType.U8, [-1, DefaultSize, DefaultSize, -1])],
        [new TensorDescription("output", DataType.F32, [-1, Classes])]);

    /// <inheritdoc/>
    public ICompiledModel Compile(CompileSpec spec) => new Compiled(spec);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class Compiled(CompileSpec spec) : ICompiledModel
    {
        public InputFormat Input { get; } =
            new(DataType.U8, ImageLayout.Nhwc, spec.Image.Channels, spec.Image.Height, spec.Image.Width, NormalizeOnHost: false);

        public int Batch => spec.Batch;

        public IReadOnlyList<TensorDescription> Outputs { get; } = [new("output", DataType.F32, [spec.Batch, Classes])];

        public int OptimalRequests => 2;

        public IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>();

        public InferBuffers CreateBuffers() => new(Input, Batch, [.. Outputs.Select(output => new OutputBuffer(output))]);

        public IInferSlot CreateSlot(int index, CompletionChannel completions) => new NullSlot(index, completions);

        public IReadOnlyList<LayerTime> ReadLayerTimes(IReadOnlyList<IInferSlot> slots) => [];

        public void Dispose()
        {
        }
    }
}
