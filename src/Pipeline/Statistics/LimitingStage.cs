using System.Globalization;

namespace OpenVinoFlow.Pipeline.Statistics;

/// <summary>Names the stage that limits a run, from how full its queues were.</summary>
internal static class LimitingStage
{
    /// <param name="occupancy">Means over the run.</param>
    /// <param name="decodeWorkers">Number of decode workers.</param>
    /// <param name="slots">Number of infer requests.</param>
    /// <param name="decodeUse">Share of the time the decode workers were decoding, 0..1.</param>
    /// <param name="cpuUse">Share of the processors the process used, 0..1.</param>
    public static string Describe(OccupancySample? occupancy, int decodeWorkers, int slots, double decodeUse, double cpuUse)
    {
        if (occupancy is not { } queues)
            return "too short a run to tell what limits it";

        string use = string.Create(
            CultureInfo.InvariantCulture,
            $"decode workers {100 * decodeUse:0}% busy, {queues.Running:0.0} of {slots} requests running, processors {100 * cpuUse:0}% used");

        if (queues.ToWrite >= Math.Max(2, slots))
            return $"sinks limit: {queues.ToWrite:0.0} results waited to be written ({use}); write to a faster disk or fewer sinks";

        bool inferQueued = queues.ToInfer >= 0.5 || queues.Running >= 0.85 * slots;
        bool decodeQueued = queues.ToDecode >= 0.5 * decodeWorkers;

        if (inferQueued)
        {
            return cpuUse > 0.9
                ? $"inference limits, and the processors are full ({use}); a smaller or int8 model, another precision or more processors would help"
                : $"inference limits ({use}); try more streams or requests, or a larger batch";
        }

        if (decodeQueued)
        {
            return cpuUse > 0.9
                ? $"decoding limits, and the processors are full ({use}); decode_scale: auto, smaller pictures or more processors would help"
                : $"decoding limits ({use}); raise workers.decode";
        }

        return queues.ToRead >= 1
            ? $"reading limits: {queues.ToRead:0.0} files waited ({use}); raise workers.read or use a faster disk"
            : $"the source limits: every stage waited for input ({use})";
    }
}
