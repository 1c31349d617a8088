namespace OpenVinoFlow.Pipeline.Engines;

/// <summary>
/// A network compiled for a device. Creates the buffers inferences read and write, and the slots that run them. Thread-safe; disposed after
/// every slot and every buffer made by it.
/// </summary>
public interface ICompiledModel : IDisposable
{
    /// <summary>What one image's place in an input buffer must hold.</summary>
    InputFormat Input { get; }

    /// <summary>Images in one inference.</summary>
    int Batch { get; }

    /// <summary>The outputs, with the batch dimension as compiled; -1 where a dimension is only known after an inference.</summary>
    IReadOnlyList<TensorDescription> Outputs { get; }

    /// <summary>How many slots keep the device busy.</summary>
    int OptimalRequests { get; }

    /// <summary>How the engine runs the network (streams, threads, precision …), for reports.</summary>
    IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>Makes the pinned memory of one inference: an input for <see cref="Batch"/> images and room for the outputs.</summary>
    InferBuffers CreateBuffers();

    /// <summary>Makes one slot. <paramref name="index"/> is what <paramref name="completions"/> gets when an inference of it ends.</summary>
    IInferSlot CreateSlot(int index, CompletionChannel completions);

    /// <summary>Time spent in each layer since the model was compiled; empty when it was not compiled for profiling.</summary>
    IReadOnlyList<LayerTime> ReadLayerTimes(IReadOnlyList<IInferSlot> slots);
}

/// <summary>What one image's place in an input buffer must hold.</summary>
/// <param name="Type">Element type: u8 where the network normalises inside its graph, otherwise a floating-point type.</param>
/// <param name="Layout">Order of the dimensions.</param>
/// <param name="Channels">1 or 3.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="NormalizeOnHost">Whether mean and scale are to be applied before the place is filled.</param>
public sealed record InputFormat(DataType Type, ImageLayout Layout, int Channels, int Height, int Width, bool NormalizeOnHost)
{
    /// <summary>Bytes of one image.</summary>
    public long BytesPerImage => (long)Channels * Height * Width * Type.Size();
}

/// <summary>Time spent in one layer.</summary>
/// <param name="Name">Name of the layer.</param>
/// <param name="Type">The operation, for example <c>Convolution</c>.</param>
/// <param name="Kernel">What executed it, for example <c>brgconv_avx512_bf16</c>.</param>
/// <param name="Status">executed, optimized_out or not_run.</param>
/// <param name="Microseconds">Mean real time of one call.</param>
/// <param name="Calls">How often it ran; null where the engine does not count and it ran once an inference.</param>
public sealed record LayerTime(string Name, string Type, string Kernel, string Status, double Microseconds, long? Calls = null);
