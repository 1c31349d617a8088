using System.Diagnostics.CodeAnalysis;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace OpenVinoFlow.Pipeline.Sources;

/// <summary>
/// Makes ids unique where a source may give a name twice: the second gets <c>#2</c>, the third <c>#3</c>. Depends on the names and their order
/// only, so that two runs give the same ids. Keeps 64 bits of each name: two names that share them get a number too many, which harms nobody.
/// </summary>
internal sealed class UniqueIds
{
    private readonly Dictionary<ulong, int> _given = new(new Scattered());

    public string Of(string name)
    {
        int number = ++CountOf(name);
        if (number == 1)
            return name;

        // A name may look like an id made here.
        string id = $"{name}#{number}";
        while (++CountOf(id) > 1)
            id = $"{name}#{++number}";

        CountOf(name) = number;
        return id;
    }

    /// <summary>How often the name was given; valid until the next call.</summary>
    private ref int CountOf(string name) =>
        ref CollectionsMarshal.GetValueRefOrAddDefault(_given, XxHash3.HashToUInt64(MemoryMarshal.AsBytes(name.AsSpan())), out _);

    /// <summary>Seeded by the process, so that nobody can prepare names that all land in one bucket.</summary>
    private sealed class Scattered : IEqualityComparer<ulong>
    {
        public bool Equals(ulong x, ulong y) => x == y;

        public int GetHashCode([DisallowNull] ulong obj) => HashCode.Combine(obj);
    }
}
