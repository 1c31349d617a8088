namespace OpenVinoFlow.Pipeline.Tests.Faults;

/// <summary>
/// What goes wrong in one run: probabilities in percent, drawn from a seed, so that a schedule that fails can be run again. Thread-safe.
/// </summary>
public sealed class FaultPlan
{
    private readonly Random _random;
    private readonly Lock _gate = new();

    public FaultPlan(int seed)
    {
        Seed = seed;
        _random = new Random(seed);
        Items = _random.Next(0, 200);
        Batch = Pick(1, 1, 2, 3, 5, 8);
        Requests = _random.Next(1, 5);
        DecodeWorkers = _random.Next(1, 5);
        Readers = _random.Next(1, 3);
        Ordered = Chance(50);
        RoundRobin = Chance(50);
        DecodeFails = Pick(0, 0, 5, 50, 100);
        DecodeThrows = Pick(0, 0, 0, 5);
        DecodeSlow = Pick(0, 0, 5);
        Refused = Pick(0, 0, 5, 30);
        StartFails = Pick(0, 0, 0, 5, 50);
        InferFails = Pick(0, 0, 5, 50, 100);
        WaitThrows = Pick(0, 0, 0, 5);
        InferSlow = Pick(0, 0, 10, 50);
        InferStuck = Pick(0, 0, 0, 3);
        InferHangs = Pick(0, 0, 0, 3);
        SinkSlow = Pick(0, 0, 5);
        SinkFailsAt = Chance(15) ? _random.Next(0, 200) : null;
        SourceFailsAt = Chance(15) ? _random.Next(0, 200) : null;
        SourceStallsAt = Chance(10) ? _random.Next(0, 200) : null;
        CancelAfter = SourceStallsAt is not null || Chance(25) ? TimeSpan.FromMilliseconds(_random.Next(0, 60)) : null;
        AbortAfter = Chance(15) ? TimeSpan.FromMilliseconds(_random.Next(0, 60)) : null;
        MaxFailures = Chance(20) ? _random.Next(0, 20) : null;
        DecodeStarves = Pick(0, 0, 0, 5);
        SourceSlow = Pick(0, 0, 5);
        SourceBlocks = Pick(0, 0, 5);
        SourceBreaksClosing = Chance(5);
        SinkStallsAt = Chance(10) ? _random.Next(0, 200) : null;
        SinkHangsAt = Chance(3) ? _random.Next(0, 200) : null;
        AbortAfter ??= SinkStallsAt is null ? null : TimeSpan.FromMilliseconds(_random.Next(100, 200));
    }

    public int Seed { get; }

    public int Items { get; }

    public int Batch { get; }

    public int Requests { get; }

    public int DecodeWorkers { get; }

    public int Readers { get; }

    public bool Ordered { get; }

    public bool RoundRobin { get; }

    public int DecodeFails { get; }

    public int DecodeThrows { get; }

    public int DecodeSlow { get; }

    public int Refused { get; }

    public int StartFails { get; init; }

    public int InferFails { get; }

    public int WaitThrows { get; }

    public int InferSlow { get; }

    /// <summary>Inferences that end only when they are cancelled.</summary>
    public int InferStuck { get; init; }

    /// <summary>Inferences that do not end when they are cancelled either.</summary>
    public int InferHangs { get; init; }

    public int SinkSlow { get; }

    public int? SinkFailsAt { get; }

    public int? SourceFailsAt { get; }

    public int? SourceStallsAt { get; }

    public TimeSpan? CancelAfter { get; }

    public TimeSpan? AbortAfter { get; }

    public int? MaxFailures { get; }

    /// <summary>Decodes that run out of memory.</summary>
    public int DecodeStarves { get; }

    public int SourceSlow { get; }

    /// <summary>Images the source blocks its thread for.</summary>
    public int SourceBlocks { get; }

    public bool SourceBreaksClosing { get; }

    /// <summary>A write that ends only when the run is aborted.</summary>
    public int? SinkStallsAt { get; }

    /// <summary>A write that does not end then either: the run can only be given up.</summary>
    public int? SinkHangsAt { get; }

    public bool Chance(int percent)
    {
        lock (_gate)
            return _random.Next(100) < percent;
    }

    /// <summary>A short pause, now and then a long one.</summary>
    public TimeSpan Pause() => TimeSpan.FromMilliseconds(Chance(10) ? 20 : 2);

    public override string ToString() => string.Join(", ", GetType().GetProperties().Select(property => $"{property.Name}={property.GetValue(this)}"));

    private int Pick(params int[] values) => values[_random.Next(values.Length)];
}
