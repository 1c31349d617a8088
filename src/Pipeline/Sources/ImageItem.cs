using OpenVinoFlow.Pipeline.Ledger;

namespace OpenVinoFlow.Pipeline.Sources;

/// <summary>One input as a source gives it: a name and either a file to read, bytes, or the reason why there are none.</summary>
public readonly struct ImageItem
{
    private ImageItem(string id, string? path, ReadOnlyMemory<byte> data, IDisposable? owner, Failure? refusal, bool isEmpty = false)
    {
        Id = id;
        IsEmpty = isEmpty;
        Path = path;
        Data = data;
        Owner = owner;
        Refusal = refusal;
    }

    /// <summary>The input's stable name; unique within the source.</summary>
    public string Id { get; }

    /// <summary>The file to read, or null where <see cref="Data"/> holds the bytes.</summary>
    public string? Path { get; }

    /// <summary>The encoded bytes where <see cref="Path"/> is null.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Disposed when the bytes are no longer needed.</summary>
    public IDisposable? Owner { get; }

    /// <summary>Why the source could not give this input; it goes straight to the sinks as failed.</summary>
    public Failure? Refusal { get; }

    /// <summary>True for an input without content, which is neither read nor decoded.</summary>
    public bool IsEmpty { get; }

    /// <summary>An input whose bytes are in a file.</summary>
    public static ImageItem FromFile(string id, string path) => new(id, path, default, null, null);

    /// <summary>An input whose encoded bytes are at hand; <paramref name="owner"/> is disposed when they are no longer needed.</summary>
    public static ImageItem FromBytes(string id, ReadOnlyMemory<byte> data, IDisposable? owner = null) => new(id, null, data, owner, null);

    /// <summary>An input the source could not give.</summary>
    public static ImageItem Refused(string id, Failure failure) => new(id, null, default, null, failure);

    /// <summary>The same input when its bytes have been given back.</summary>
    internal ImageItem WithoutBytes() => new(Id, Path, default, null, Refusal, IsEmpty);

    /// <summary>An input without content, for measuring: the network gets whatever its buffer holds.</summary>
    public static ImageItem Empty(string id) => new(id, null, default, null, null, isEmpty: true);
}
