using OpenVinoFlow.Pipeline.Buffers;

namespace OpenVinoFlow.Pipeline.Engines;

/// <summary>
/// The memory of one inference: an input with a place for each image of a batch, and the outputs. Made by a compiled model, which may attach
/// native tensor handles to it once, so that starting an inference only swaps pointers. Not thread-safe, but different places may be filled
/// by different threads.
/// </summary>
public class InferBuffers : IDisposable
{
    private readonly long _bytesPerImage;

    /// <summary>Allocates the input; the outputs are the engine's business.</summary>
    public InferBuffers(InputFormat format, int batch, IReadOnlyList<OutputBuffer> outputs)
    {
        Batch = batch;
        Outputs = outputs;
        _bytesPerImage = format.BytesPerImage;
        Input = new AlignedMemory(_bytesPerImage * batch);
    }

    /// <summary>Number of places.</summary>
    public int Batch { get; }

    /// <summary>The whole input.</summary>
    public AlignedMemory Input { get; }

    /// <summary>The outputs in the model's order.</summary>
    public IReadOnlyList<OutputBuffer> Outputs { get; }

    /// <summary>The bytes of one image's place.</summary>
    public Span<byte> Place(int index) => Input.Slice(index * _bytesPerImage, _bytesPerImage);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees native handles first, then calls the base, which frees the memory they point to.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;

        Input.Dispose();
        foreach (OutputBuffer output in Outputs)
            output.Dispose();
    }
}
