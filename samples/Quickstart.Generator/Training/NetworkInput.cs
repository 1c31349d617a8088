using System.Runtime.InteropServices;
using OpenVinoFlow.Preprocess;

namespace OpenVinoFlow.Quickstart.Generator.Training;

/// <summary>
/// From a picture file to what the network sees, by the same library as in a flow: 64x64 pixels, RGB, (value - 127.5) / 127.5. The
/// preprocess section of quickstart.yaml asks for the same. Not thread-safe.
/// </summary>
internal sealed class NetworkInput : IDisposable
{
    /// <summary>Width and height in pixels.</summary>
    public const int Size = 64;

    /// <summary>Red, green, blue.</summary>
    public const int Channels = 3;

    /// <summary>Values of one picture.</summary>
    public const int Length = Channels * Size * Size;

    private readonly ImagePreprocessor _preprocessor = new(Options);

    /// <summary>How pictures are preprocessed.</summary>
    public static PreprocessOptions Options { get; } = new()
    {
        Width = Size,
        Height = Size,
        Mode = ResizeMode.Stretch,
        Algorithm = ResizeAlgorithm.OpencvLinear,
        Color = ColorOrder.Rgb,
        Mean = [127.5f],
        Scale = [127.5f],
        OutputType = PixelType.F32,
        OutputLayout = TensorLayout.Nchw,
    };

    /// <summary>Reads one picture.</summary>
    /// <param name="file">The bytes of the file.</param>
    /// <param name="planes">Filled with 3 x 64 x 64 values.</param>
    /// <exception cref="InvalidDataException">The file is no picture that can be read.</exception>
    public void Read(ReadOnlySpan<byte> file, Span<float> planes)
    {
        PreprocessResult result = _preprocessor.Run(file, MemoryMarshal.AsBytes(planes));
        if (!result.Ok)
            throw new InvalidDataException($"A picture could not be read: {result.Message}");
    }

    public void Dispose() => _preprocessor.Dispose();
}
