using System.Globalization;
using System.Runtime.InteropServices;

/// <summary>
/// What this process has in memory: all of it, and what its native code has allocated and not yet freed. The second does not depend on what
/// the allocator or the garbage collector keep for later, so that even a string of a few bytes that is lost at each turn shows.
/// </summary>
/// <param name="Resident">Bytes of resident memory.</param>
/// <param name="Allocated">Bytes allocated by <c>malloc</c>; 0 where the C library is not glibc 2.33 or newer.</param>
internal readonly partial record struct MemoryUse(long Resident, long Allocated)
{
    private const int Parts = 10;

    /// <summary>
    /// Turns of a loop whose body makes things and gives them back: some to warm up, then <paramref name="count"/>, in equal parts. Writes
    /// what is in memory before the first part and after each.
    /// </summary>
    public static IEnumerable<int> OfTurns(int count)
    {
        int warmUp = Math.Clamp(count / 4, 200, 1000);
        for (int turn = 0; turn < warmUp; turn++)
            yield return turn;

        for (int turn = 0; turn < count; turn++)
        {
            if (turn % (count / Parts) == 0)
                Console.WriteLine(Settled());

            yield return warmUp + turn;
        }

        Console.WriteLine(Settled());
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Resident} {Allocated}");

    /// <summary>Measured when everything that is garbage has been given back.</summary>
    private static MemoryUse Settled()
    {
        // What other threads still hold, such as a callback about to return, is given back a moment later.
        var least = new MemoryUse(long.MaxValue, long.MaxValue);
        for (int i = 0; i < 5; i++)
        {
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
            Thread.Sleep(10);
            least = new MemoryUse(Math.Min(least.Resident, ReadResident()), Math.Min(least.Allocated, ReadAllocated()));
        }

        return least;
    }

    private static long ReadResident()
    {
        string line = File.ReadLines("/proc/self/status").First(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
    }

    private static long ReadAllocated()
    {
        try
        {
            MallocInfo info = mallinfo2();
            return (long)(info.InUse + info.Mapped);
        }
        catch (EntryPointNotFoundException)
        {
            return 0;
        }
    }

    [LibraryImport("libc")]
    private static partial MallocInfo mallinfo2();

    /// <summary><c>struct mallinfo2</c>.</summary>
    private readonly record struct MallocInfo(
        nuint Arena, nuint FreeChunks, nuint FastChunks, nuint MappedRegions, nuint Mapped, nuint Unused, nuint FastBytes, nuint InUse, nuint Free, nuint Releasable);
}
