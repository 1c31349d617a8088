namespace OpenVinoFlow.Pipeline.Resume;

/// <summary>The inputs whose results are committed, by their position in the source. Twelve bytes an input. Not thread-safe.</summary>
internal sealed class CommittedItems
{
    private const int ChunkSize = 4096;

    private readonly Dictionary<long, Chunk> _chunks = [];
    private HashSet<ulong>? _ids;

    public long Count { get; private set; }

    /// <summary>The highest position; -1 where there is none.</summary>
    public long Last { get; private set; } = -1;

    public void Add(long sequence, ulong id, uint stamp)
    {
        if (!_chunks.TryGetValue(sequence / ChunkSize, out Chunk? chunk))
            _chunks.Add(sequence / ChunkSize, chunk = new Chunk());

        ref ulong place = ref chunk.Ids[sequence % ChunkSize];
        if (place == 0)
            Count++;
        place = id;
        chunk.Stamps[sequence % ChunkSize] = stamp;
        Last = Math.Max(Last, sequence);
        _ids = null;
    }

    public bool TryGet(long sequence, out ulong id, out uint stamp)
    {
        id = 0;
        stamp = 0;
        if (!_chunks.TryGetValue(sequence / ChunkSize, out Chunk? chunk))
            return false;

        id = chunk.Ids[sequence % ChunkSize];
        stamp = chunk.Stamps[sequence % ChunkSize];
        return id != 0;
    }

    /// <summary>Whether an input with this id is committed, at whatever position.</summary>
    public bool Contains(ulong id) => (_ids ??= [.. _chunks.Values.SelectMany(chunk => chunk.Ids).Where(known => known != 0)]).Contains(id);

    private sealed class Chunk
    {
        public ulong[] Ids { get; } = new ulong[ChunkSize];

        public uint[] Stamps { get; } = new uint[ChunkSize];
    }
}
