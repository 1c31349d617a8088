namespace OpenVinoFlow.Pipeline.Statistics;

/// <summary>
/// How full the queues of a run are and how busy its stages, sampled at a fixed pace. Occupancy falls from high to low at the stage that limits
/// a pipeline: what waits in front of it piles up, what comes after it runs dry.
/// </summary>
internal sealed class Occupancy : IDisposable
{
    private static readonly TimeSpan _period = TimeSpan.FromMilliseconds(20);

    private readonly Func<OccupancySample> _probe;
    private readonly Timer _timer;
    private readonly Lock _gate = new();
    private OccupancySample _sum;
    private int _samples;

    public Occupancy(Func<OccupancySample> probe)
    {
        _probe = probe;
        _timer = new Timer(static state => ((Occupancy)state!).Sample(), this, _period, _period);
    }

    /// <summary>Means over the run; null for one too short to be sampled.</summary>
    public OccupancySample? Mean
    {
        get
        {
            lock (_gate)
                return _samples == 0 ? null : _sum.DividedBy(_samples);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Sample()
    {
        OccupancySample sample = _probe();
        lock (_gate)
        {
            _sum = _sum.Plus(sample);
            _samples++;
        }
    }
}

/// <summary>Lengths of the queues at one moment, or their means.</summary>
/// <param name="ToRead">Items in front of the readers.</param>
/// <param name="ToDecode">Items in front of the decode workers.</param>
/// <param name="ToInfer">Batches that wait for an infer request.</param>
/// <param name="Running">Infer requests at work.</param>
/// <param name="ToWrite">Batches and failed items in front of the sinks.</param>
/// <param name="FreeBuffers">Buffers nobody uses.</param>
/// <param name="FreeItems">Items the source could fill at once.</param>
public readonly record struct OccupancySample(
    double ToRead,
    double ToDecode,
    double ToInfer,
    double Running,
    double ToWrite,
    double FreeBuffers,
    double FreeItems)
{
    internal OccupancySample Plus(OccupancySample other) => new(
        ToRead + other.ToRead,
        ToDecode + other.ToDecode,
        ToInfer + other.ToInfer,
        Running + other.Running,
        ToWrite + other.ToWrite,
        FreeBuffers + other.FreeBuffers,
        FreeItems + other.FreeItems);

    internal OccupancySample DividedBy(double by) => new(
        ToRead / by,
        ToDecode / by,
        ToInfer / by,
        Running / by,
        ToWrite / by,
        FreeBuffers / by,
        FreeItems / by);
}
