using OpenVinoFlow.Preprocess.Kernels;
using OpenVinoFlow.Preprocess.Memory;

namespace OpenVinoFlow.Preprocess.Resizing;

/// <summary>
/// Taps of a row in the layout the horizontal kernels read: byte offsets, and weights grouped by the kernels' vectors. Output pixels are
/// padded to a multiple of <see cref="PixelMultiple"/> with pixels of no weight.
/// </summary>
internal sealed unsafe class RowWeights : IDisposable
{
    /// <summary>The padded number of output pixels is a multiple of this.</summary>
    public const int PixelMultiple = 8;

    private readonly NativeBuffer _offsets = new();
    private readonly NativeBuffer _weights = new();
    private readonly NativeBuffer _highWeights = new();

    /// <summary>Output pixels, padded.</summary>
    public int Count { get; private set; }

    /// <summary>Pairs of taps (fixed point) of every output pixel.</summary>
    public int Pairs { get; private set; }

    /// <summary>Taps (single precision) of every output pixel.</summary>
    public int Taps { get; private set; }

    /// <summary>Bytes from one tap to the next, in single precision.</summary>
    public int Step { get; private set; }

    public int* Offsets { get; private set; }

    public int* Weights { get; private set; }

    public int* HighWeights { get; private set; }

    public float* SingleWeights => (float*)Weights;

    /// <summary>Two taps each: one pair of weights, for three channels in four copies.</summary>
    public void SetPairs(AxisTaps<int> taps, RowReader rows, int channels)
    {
        int copies = channels == 3 ? 4 : 1;
        Allocate(taps.Length, channels == 3 ? 4 : 1);
        Pairs = 1;
        for (int i = 0; i < taps.Length; i++)
        {
            ReadOnlySpan<int> weights = taps.Weights(i);
            int first = StoredFirst(taps.First[i], weights.Length, 2, rows, out int lead);
            int* pair = Weights + i * copies;
            for (int k = 0; k < weights.Length; k++)
                ((short*)pair)[lead + (rows.Mirrored ? weights.Length - 1 - k : k)] = (short)weights[k];

            for (int c = 1; c < copies; c++)
                pair[c] = pair[0];

            Offsets[i] = first * channels;
        }
    }

    /// <summary>Any number of 16-bit weights.</summary>
    public void SetFixed(AxisTaps<int> taps, RowReader rows, int channels) => SetTaps(taps, rows, channels, split: false);

    /// <summary>Any number of Pillow's weights, split into low and high parts.</summary>
    public void SetSplit(AxisTaps<int> taps, RowReader rows, int channels) => SetTaps(taps, rows, channels, split: true);

    /// <summary>Single-precision weights; their order along x is kept, also in a mirrored row.</summary>
    public void SetSingle(AxisTaps<float> taps, RowReader rows, int channels)
    {
        Taps = taps.MaxCount;
        Step = rows.Mirrored ? -channels : channels;
        Allocate(taps.Length, Taps);
        for (int i = 0; i < taps.Length; i++)
        {
            ReadOnlySpan<float> weights = taps.Weights(i);
            int first = Math.Min(rows.RowStart + taps.First[i], rows.RowPixels - Taps);
            int lead = rows.RowStart + taps.First[i] - first;
            for (int k = 0; k < weights.Length; k++)
                SingleWeights[(i / 4 * Taps + lead + k) * 4 + i % 4] = weights[k];

            Offsets[i] = (rows.Mirrored ? rows.RowPixels - 1 - first : first) * channels;
        }
    }

    public void CheckGuards()
    {
        _offsets.CheckGuards();
        _weights.CheckGuards();
        _highWeights.CheckGuards();
    }

    public void Dispose()
    {
        _offsets.Dispose();
        _weights.Dispose();
        _highWeights.Dispose();
    }

    private void SetTaps(AxisTaps<int> taps, RowReader rows, int channels, bool split)
    {
        int group = channels == 3 ? 4 : 8;
        int padded = (taps.MaxCount + 3) & ~3;
        Pairs = padded / 2;
        Allocate(taps.Length, Pairs);
        if (split)
        {
            nuint bytes = (nuint)Count * (nuint)Pairs * sizeof(int);
            HighWeights = (int*)_highWeights.Get(bytes);
            new Span<byte>(HighWeights, checked((int)bytes)).Clear();
        }

        for (int i = 0; i < taps.Length; i++)
        {
            ReadOnlySpan<int> weights = taps.Weights(i);
            int first = StoredFirst(taps.First[i], weights.Length, padded, rows, out int lead);
            for (int k = 0; k < weights.Length; k++)
            {
                int weight = weights[rows.Mirrored ? weights.Length - 1 - k : k];
                int tap = lead + k;
                int at = ((i / group * Pairs + tap / 2) * group + i % group) * 2 + tap % 2;
                ((short*)Weights)[at] = (short)(split ? weight & ((1 << ConvolutionKernels.LowBits) - 1) : weight);
                if (split)
                    ((short*)HighWeights)[at] = (short)(weight >> ConvolutionKernels.LowBits);
            }

            Offsets[i] = first * channels;
        }
    }

    // The stored pixel the kernel starts at. Where the padded taps would leave the row on its right, it starts further left, and
    // `lead` taps of no weight come first.
    private static int StoredFirst(int first, int count, int padded, RowReader rows, out int lead)
    {
        int start = rows.RowStart + first;
        if (rows.Mirrored)
            start = rows.RowPixels - start - count;

        int moved = Math.Clamp(rows.RowPixels - padded, 0, start);
        lead = start - moved;
        return moved;
    }

    private void Allocate(int pixels, int wordsPerPixel)
    {
        Count = (pixels + PixelMultiple - 1) & ~(PixelMultiple - 1);
        nuint bytes = (nuint)Count * (nuint)wordsPerPixel * sizeof(int);
        Offsets = (int*)_offsets.Get((nuint)Count * sizeof(int));
        Weights = (int*)_weights.Get(bytes);
        new Span<byte>(Offsets, Count * sizeof(int)).Clear();
        new Span<byte>(Weights, checked((int)bytes)).Clear();
    }
}
