using OpenVinoFlow.Preprocess.Kernels;
using OpenVinoFlow.Preprocess.Memory;

namespace OpenVinoFlow.Preprocess.Resizing;

/// <summary>Tables for <see cref="LinearKernels.WindowsV512"/>: a row's linear taps in blocks of 16 sums.</summary>
internal sealed unsafe class LinearWindows : IDisposable
{
    private const int BlockSums = 16;
    private const int WindowBytes = 64;

    private readonly NativeBuffer _offsets = new();
    private readonly NativeBuffer _indices = new();
    private readonly NativeBuffer _weights = new();

    /// <summary>Blocks of 16 sums that make a row.</summary>
    public int Blocks { get; private set; }

    public int* Offsets { get; private set; }

    public byte* Indices { get; private set; }

    public int* Weights { get; private set; }

    /// <summary>Fills the tables from the general ones; false where the pixels of one block are too far apart for a window.</summary>
    public bool TrySet(RowWeights general, int pixels, int channels)
    {
        int sums = pixels * channels;
        int copies = channels == 3 ? 4 : 1;
        Blocks = (sums + BlockSums - 1) / BlockSums;
        Offsets = (int*)_offsets.Get((nuint)Blocks * sizeof(int));
        Indices = _indices.Get((nuint)Blocks * WindowBytes);
        Weights = (int*)_weights.Get((nuint)Blocks * BlockSums * sizeof(int));
        new Span<byte>(Indices, Blocks * WindowBytes).Clear();
        new Span<int>(Weights, Blocks * BlockSums).Clear();

        for (int block = 0; block < Blocks; block++)
        {
            int firstSum = block * BlockSums;
            int lastSum = Math.Min(firstSum + BlockSums, sums) - 1;
            int start = general.Offsets[firstSum / channels];
            int end = general.Offsets[lastSum / channels];
            (start, end) = (Math.Min(start, end), Math.Max(start, end) + 2 * channels);
            if (end - start > WindowBytes)
                return false;

            Offsets[block] = start;
            for (int sum = firstSum; sum <= lastSum; sum++)
            {
                int left = general.Offsets[sum / channels] + sum % channels - start;
                byte* index = Indices + block * WindowBytes + (sum - firstSum) * 4;
                index[0] = (byte)left;
                index[2] = (byte)(left + channels);
                Weights[sum] = general.Weights[sum / channels * copies];
            }
        }

        return true;
    }

    public void CheckGuards()
    {
        _offsets.CheckGuards();
        _indices.CheckGuards();
        _weights.CheckGuards();
    }

    public void Dispose()
    {
        _offsets.Dispose();
        _indices.Dispose();
        _weights.Dispose();
    }
}
