namespace OpenVinoFlow.Preprocess.Resizing;

/// <summary>
/// For each output pixel of one axis: which input pixels it is made of, and their weights. All indices lie inside the input. The arrays grow
/// and are used again.
/// </summary>
/// <typeparam name="TWeight">Type of a weight: fixed-point or single precision.</typeparam>
internal sealed class AxisTaps<TWeight>
    where TWeight : unmanaged
{
    private int[] _first = [];
    private int[] _count = [];
    private TWeight[] _weights = [];

    /// <summary>Output pixels.</summary>
    public int Length { get; private set; }

    /// <summary>Largest number of taps of one output pixel.</summary>
    public int MaxCount { get; private set; }

    private int Stride { get; set; }

    /// <summary>First input pixel of each output pixel.</summary>
    public ReadOnlySpan<int> First => _first.AsSpan(0, Length);

    /// <summary>Number of taps of each output pixel.</summary>
    public ReadOnlySpan<int> Count => _count.AsSpan(0, Length);

    /// <summary>The weights of one output pixel.</summary>
    public ReadOnlySpan<TWeight> Weights(int index) => _weights.AsSpan(index * Stride, _count[index]);

    /// <summary>Begins a new axis of <paramref name="length"/> output pixels with at most <paramref name="capacity"/> taps each.</summary>
    public void Reset(int length, int capacity)
    {
        Length = length;
        Stride = capacity;
        MaxCount = 0;
        if (_first.Length < length)
        {
            _first = new int[length];
            _count = new int[length];
        }

        int weights = checked(length * capacity);
        if (_weights.Length < weights)
            _weights = new TWeight[weights];
    }

    /// <summary>Sets where one output pixel begins and how many taps it has; its weights are to be written to what is returned.</summary>
    public Span<TWeight> Set(int index, int first, int count)
    {
        _first[index] = first;
        _count[index] = count;
        MaxCount = Math.Max(MaxCount, count);
        return _weights.AsSpan(index * Stride, count);
    }
}
