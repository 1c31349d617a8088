using System.Globalization;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>Processor time used until now: by this process, and by everybody on the processors this process may run on.</summary>
/// <param name="Own">Used by this process.</param>
/// <param name="All">Used by all processes, the kernel and other guests of the host; null where the system does not tell.</param>
internal readonly record struct ProcessorTimes(TimeSpan Own, TimeSpan? All)
{
    private const string StatPath = "/proc/stat";

    /// <summary>The kernel's unit in /proc/stat, the same on every Linux in use.</summary>
    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(10);

    private static readonly HashSet<string>? _processors = AllowedProcessors();

    /// <summary>Processors the share of others refers to.</summary>
    public static int Processors => _processors?.Count ?? Environment.ProcessorCount;

    public static ProcessorTimes Read() => new(Environment.CpuUsage.TotalTime, ReadAll());

    /// <summary>Share of the processors' time that others used since then, 0..1.</summary>
    public double? OthersShareSince(in ProcessorTimes then, double seconds)
    {
        if (All is not { } now || then.All is not { } before || seconds <= 0)
            return null;

        TimeSpan others = now - before - (Own - then.Own);
        return Math.Clamp(others.TotalSeconds / (seconds * Processors), 0, 1);
    }

    private static TimeSpan? ReadAll()
    {
        if (_processors is null)
            return null;

        long ticks = 0;
        foreach (string line in File.ReadLines(StatPath))
        {
            // cpu0 user nice system idle iowait irq softirq steal guest guest_nice; the guests' time is in user and nice already.
            string[] fields = line.Split(' ');
            if (!fields[0].StartsWith("cpu", StringComparison.Ordinal))
                break;
            if (_processors.Contains(fields[0]))
                ticks += Field(fields, 1) + Field(fields, 2) + Field(fields, 3) + Field(fields, 6) + Field(fields, 7) + Field(fields, 8);
        }

        return ticks * _tick;
    }

    private static long Field(string[] fields, int index) => index < fields.Length ? long.Parse(fields[index], CultureInfo.InvariantCulture) : 0;

    /// <summary>Names of the lines in /proc/stat that belong to processors this process may run on.</summary>
    private static HashSet<string>? AllowedProcessors()
    {
        const string Key = "Cpus_allowed_list:";
        try
        {
            string? line = File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal));
            if (line is null)
                return null;

            HashSet<string> present = [.. File.ReadLines(StatPath).TakeWhile(stat => stat.StartsWith("cpu", StringComparison.Ordinal)).Select(stat => stat.Split(' ')[0])];
            HashSet<string> allowed = [.. Numbers(line[Key.Length..].Trim()).Select(number => $"cpu{number}").Where(present.Contains)];
            return allowed.Count == 0 ? null : allowed;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The numbers of a list such as <c>0-3,8</c>.</summary>
    private static IEnumerable<int> Numbers(string list)
    {
        foreach (string range in list.Split(','))
        {
            string[] ends = range.Split('-');
            int first = int.Parse(ends[0], CultureInfo.InvariantCulture);
            int last = int.Parse(ends[^1], CultureInfo.InvariantCulture);
            for (int number = first; number <= last; number++)
                yield return number;
        }
    }
}
