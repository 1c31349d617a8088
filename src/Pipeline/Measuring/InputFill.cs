using System.Runtime.InteropServices;
using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>
/// Fills inputs with random pixels, the same ones for the same seed. Where a network takes normalised numbers they are normalised: a network's
/// speed depends on its input, and random bytes would be infinities and denormal numbers.
/// </summary>
internal static class InputFill
{
    public static void Random(InferBuffers buffers, InputFormat format, IReadOnlyList<float> mean, IReadOnlyList<float> scale, int seed)
    {
#pragma warning disable CA5394 // Not for secrets.
        var random = new Random(seed);
        byte[] pixels = new byte[checked((int)(format.BytesPerImage / format.Type.Size()))];
        for (int place = 0; place < buffers.Batch; place++)
        {
            random.NextBytes(pixels);
            Write(pixels, buffers.Place(place), format, mean, scale);
        }
#pragma warning restore CA5394
    }

    private static void Write(byte[] pixels, Span<byte> place, InputFormat format, IReadOnlyList<float> mean, IReadOnlyList<float> scale)
    {
        switch (format.Type)
        {
            case DataType.U8:
                pixels.CopyTo(place);
                break;
            case DataType.F16:
                Span<Half> halves = MemoryMarshal.Cast<byte, Half>(place);
                for (int i = 0; i < pixels.Length; i++)
                    halves[i] = (Half)Normalize(pixels[i], mean[i % mean.Count], scale[i % scale.Count]);
                break;
            case DataType.F32:
                Span<float> singles = MemoryMarshal.Cast<byte, float>(place);
                for (int i = 0; i < pixels.Length; i++)
                    singles[i] = Normalize(pixels[i], mean[i % mean.Count], scale[i % scale.Count]);
                break;
            default:
                throw new InferenceException($"Inputs of type {format.Type.Text()} cannot be filled with random pixels.");
        }
    }

    private static float Normalize(byte pixel, float mean, float scale) => (pixel - mean) / scale;
}
