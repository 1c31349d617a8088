using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.Pipeline.Sinks;

/// <summary>The highest scores of a vector, best first; among equal ones the lower class. Keeps its room: ranking does not allocate.</summary>
public sealed class TopScores
{
    private readonly int[] _classes;
    private readonly float[] _scores;
    private float[] _converted = [];
    private int _count;

    /// <summary>Room for the <paramref name="k"/> highest.</summary>
    public TopScores(int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        _classes = new int[k];
        _scores = new float[k];
    }

    /// <summary>The classes of the last ranking, best first.</summary>
    public ReadOnlySpan<int> Classes => _classes.AsSpan(0, _count);

    /// <summary>The scores that belong to <see cref="Classes"/>.</summary>
    public ReadOnlySpan<float> Scores => _scores.AsSpan(0, _count);

    /// <summary>Ranks an output of type f32, f16, bf16 or f64, whatever its shape.</summary>
    /// <exception cref="NotSupportedException">The output has another type.</exception>
    public void Rank(in OutputTensor output)
    {
        if (output.Type == DataType.F32)
        {
            Rank(output.AsSpan<float>());
            return;
        }

        int length = output.Bytes.Length / output.Type.Size();
        if (_converted.Length < length)
            _converted = new float[length];
        Span<float> scores = _converted.AsSpan(0, length);

        switch (output.Type)
        {
            case DataType.F16:
                ReadOnlySpan<Half> halves = output.AsSpan<Half>();
                for (int i = 0; i < halves.Length; i++)
                    scores[i] = (float)halves[i];
                break;
            case DataType.Bf16:
                ReadOnlySpan<ushort> bits = output.AsSpan<ushort>();
                for (int i = 0; i < bits.Length; i++)
                    scores[i] = BitConverter.UInt32BitsToSingle((uint)bits[i] << 16);
                break;
            case DataType.F64:
                ReadOnlySpan<double> wide = output.AsSpan<double>();
                for (int i = 0; i < wide.Length; i++)
                    scores[i] = (float)wide[i];
                break;
            default:
                throw new NotSupportedException($"Output {output.Name} has type {output.Type.Text()}; scores are floating-point numbers.");
        }

        Rank(scores);
    }

    /// <summary>Ranks a vector; NaN ranks below every number.</summary>
    public void Rank(ReadOnlySpan<float> scores)
    {
        _count = 0;
        float lowest = float.NegativeInfinity;
        for (int i = 0; i < scores.Length; i++)
        {
            if (_count == _scores.Length && !Precedes(scores[i], lowest))
                continue;

            Insert(i, scores[i]);
            lowest = _scores[_count - 1];
        }
    }

    private void Insert(int index, float score)
    {
        int place = Math.Min(_count, _scores.Length - 1);
        if (_count < _scores.Length)
            _count++;

        for (; place > 0 && Precedes(score, _scores[place - 1]); place--)
        {
            _scores[place] = _scores[place - 1];
            _classes[place] = _classes[place - 1];
        }

        _scores[place] = score;
        _classes[place] = index;
    }

    private static bool Precedes(float score, float other) => score > other || (float.IsNaN(other) && !float.IsNaN(score));
}
